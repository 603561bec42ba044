import { h264Profile, type RtpCodec } from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';

/** One video codec of a router and the numbers it has there. `rtx` null: no repair stream. */
type VideoNumbers = {
  /** The `profile-level-id` of H.264, at level 3.1; or VP8. */
  readonly codec: string;
  readonly media: number;
  readonly rtx: number | null;
};

/** The payload types of one router: what its viewers receive under. */
export type PayloadTypes = { readonly opus: number; readonly video: readonly VideoNumbers[] };

/**
 * The numbers of Chromium's own offer (and so of Edge's, Chrome's and Electron's), which the first router of a
 * broadcast uses. The high profiles, which Debian's Chromium lacks, have numbers that it leaves free or gives
 * to codecs that nobody sends here.
 */
export const chromiumPayloadTypes: PayloadTypes = {
  opus: 111,
  video: [
    { codec: '42001f', media: 102, rtx: 103 },
    { codec: '42e01f', media: 108, rtx: 109 },
    { codec: '4d001f', media: 116, rtx: 117 },
    { codec: '64001f', media: 124, rtx: 125 },
    { codec: '640c1f', media: 98, rtx: 99 },
    { codec: 'VP8', media: 96, rtx: 97 },
  ],
};

/** What a codec is called in these tables: levels don't part codecs, profiles do. */
export function codecName({ mimeType, parameters }: RtpCodec): string {
  if (mimeType.toLowerCase() === 'video/vp8') return 'VP8';
  return `${String(parameters['profile-level-id'] ?? '42e01f').slice(0, 4)}1f`;
}

/** Whether viewers with these numbers can be served from the first router. */
export function fits(wanted: PayloadTypes): boolean {
  const own = chromiumPayloadTypes;
  return (
    wanted.opus === own.opus &&
    wanted.video.every(({ codec, media, rtx }) =>
      own.video.some(
        (entry) =>
          sameCodec(entry.codec, codec) &&
          entry.media === media &&
          (rtx === null || entry.rtx === rtx),
      ),
    )
  );
}

function sameCodec(a: string, b: string): boolean {
  if (a === 'VP8' || b === 'VP8') return a === b;
  const profile = (text: string) => h264Profile({ parameters: { 'profile-level-id': text } });
  return profile(a) === profile(b);
}

/** The order in which mediasoup hands out payload types that nobody asked for. */
const handedOut = [...range(100, 127), ...range(96, 99)];

/**
 * The codecs of a router with these payload types. mediasoup lets us choose a codec's number but not that of
 * its repair stream, which is the next free one: so the numbers before it are taken by a codec that nobody
 * sends (PCMU), until the wanted one is next.
 */
export function routerCodecs(wanted: PayloadTypes): types.RouterRtpCodecCapability[] {
  const codecs: types.RouterRtpCodecCapability[] = [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      clockRate: 48_000,
      channels: 2,
      preferredPayloadType: wanted.opus,
    },
  ];
  const reserved = [
    wanted.opus,
    ...wanted.video.flatMap(({ media, rtx }) => [media, rtx ?? media]),
  ];
  const taken = new Set([wanted.opus, ...wanted.video.map(({ media }) => media)]);
  const place = (rtx: number | null): number => (rtx === null ? Infinity : handedOut.indexOf(rtx));
  for (const { codec, media, rtx } of wanted.video.toSorted(
    (a, b) => place(a.rtx) - place(b.rtx),
  )) {
    for (const number of handedOut.slice(0, rtx === null ? 0 : handedOut.indexOf(rtx))) {
      if (taken.has(number) || reserved.includes(number)) continue;
      taken.add(number);
      codecs.push(placeholder(number));
    }
    if (rtx !== null) taken.add(rtx);
    codecs.push({
      kind: 'video',
      clockRate: 90_000,
      preferredPayloadType: media,
      ...(codec === 'VP8' ? { mimeType: 'video/VP8' } : h264(codec)),
    });
  }
  return codecs;
}

function h264(profile: string) {
  return {
    mimeType: 'video/H264',
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': profile,
      'level-asymmetry-allowed': 1,
    },
  };
}

/** Whether mediasoup can be brought to use this number for a repair stream. */
export function canRepairWith(payloadType: number): boolean {
  return handedOut.includes(payloadType);
}

function placeholder(payloadType: number): types.RouterRtpCodecCapability {
  return {
    kind: 'audio',
    mimeType: 'audio/PCMU',
    clockRate: 8_000,
    preferredPayloadType: payloadType,
  };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

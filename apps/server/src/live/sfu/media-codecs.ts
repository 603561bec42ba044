import type { types } from 'mediasoup';

/** The payload types of one router: what its viewers receive under. `rtx` null: no repair stream. */
export type PayloadTypes = {
  readonly opus: number;
  readonly h264: readonly {
    readonly profile: string;
    readonly media: number;
    readonly rtx: number | null;
  }[];
};

/**
 * The numbers of Chromium's own offer (and so of Edge's, Chrome's and Electron's), which the first router of a
 * broadcast uses. The
 * high profiles, which Debian's Chromium lacks, have Safari's numbers and ones that both leave free.
 */
export const chromiumPayloadTypes: PayloadTypes = {
  opus: 111,
  h264: [
    { profile: '42001f', media: 102, rtx: 103 },
    { profile: '42e01f', media: 108, rtx: 109 },
    { profile: '4d001f', media: 116, rtx: 117 },
    { profile: '64001f', media: 124, rtx: 125 },
    { profile: '640c1f', media: 96, rtx: 97 },
  ],
};

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
  const reserved = [wanted.opus, ...wanted.h264.flatMap(({ media, rtx }) => [media, rtx ?? media])];
  const taken = new Set([wanted.opus, ...wanted.h264.map(({ media }) => media)]);
  const place = (rtx: number | null): number => (rtx === null ? Infinity : handedOut.indexOf(rtx));
  for (const { profile, media, rtx } of wanted.h264.toSorted(
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
      mimeType: 'video/H264',
      clockRate: 90_000,
      preferredPayloadType: media,
      parameters: {
        'packetization-mode': 1,
        'profile-level-id': profile,
        'level-asymmetry-allowed': 1,
      },
    });
  }
  return codecs;
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

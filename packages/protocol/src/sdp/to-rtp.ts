import { h264Rank } from './h264-profile.ts';
import { extensionId } from './header-extensions.ts';
import type { MediaSection, OfferedSection } from './offered-section.ts';
import { isRtx, type RtpCodec, type RtpEncoding, type RtpParameters } from './rtp-parameters.ts';
import { SdpError } from './sdp-error.ts';

/** What a publisher may send, in words for a refusal. */
const publishedCodecs = {
  audio: 'Opus',
  video: 'H.264 with packetization-mode=1, or VP8',
} as const;

/**
 * What a publisher will send on one section: the codec that the most viewers can play, its repair stream, the
 * extensions that the SFU knows, and one encoding a layer.
 *
 * @throws {SdpError} no-codec
 */
export function publishedRtp(section: MediaSection): RtpParameters {
  const codec = section.kind === 'audio' ? section.codecs.find(isOpus) : publishedVideo(section);
  if (codec === undefined) {
    throw SdpError.noCodec(section.kind, codecNames(section), publishedCodecs[section.kind]);
  }
  const rtx = rtxOf(section, codec);
  return {
    mid: section.mid,
    codecs: rtx === undefined ? [codec] : [codec, rtx],
    headerExtensions: section.headerExtensions.filter(({ uri }) => extensionId(uri) !== undefined),
    encodings: readEncodings(section, rtx !== undefined),
    rtcp: {
      ...(section.cname !== undefined && { cname: section.cname }),
      reducedSize: section.rtcpReducedSize,
    },
  };
}

/** H.264, since every viewer and every packager takes it; VP8 from a browser that has no encoder for that. */
function publishedVideo(section: MediaSection): RtpCodec | undefined {
  return weakestH264(section) ?? section.codecs.find(isVp8);
}

/**
 * The weakest profile on offer, the offerer's order among equals: a picture of a stronger one is a little better,
 * but many players have no decoder for it.
 */
function weakestH264(section: MediaSection): RtpCodec | undefined {
  const ranked = section.codecs.flatMap((codec) => {
    const rank = h264Rank(codec);
    return rank === undefined ? [] : [{ codec, rank }];
  });
  return ranked.toSorted((a, b) => a.rank - b.rank)[0]?.codec;
}

/** The codecs of a section by name, each once, for messages. */
export function codecNames(section: OfferedSection): string[] {
  return [
    ...new Set(section.codecs.map(({ mimeType }) => mimeType.slice(section.kind.length + 1))),
  ];
}

/** Opus as RFC 7587, section 7 has it: 48 kHz and two channels whatever is sent. */
export function isOpus(codec: RtpCodec): boolean {
  const { mimeType, channels, clockRate } = codec;
  return mimeType.toLowerCase() === 'audio/opus' && channels === 2 && clockRate === 48_000;
}

export function isVp8(codec: Pick<RtpCodec, 'mimeType'>): boolean {
  return codec.mimeType.toLowerCase() === 'video/vp8';
}

/** The codec that repairs `codec` on this section; nothing repairs sound here. */
export function rtxOf(section: OfferedSection, codec: RtpCodec): RtpCodec | undefined {
  if (section.kind !== 'video') return undefined;
  return section.codecs.find(
    (candidate) => isRtx(candidate) && candidate.parameters['apt'] === codec.payloadType,
  );
}

function readEncodings(section: OfferedSection, repaired: boolean): RtpEncoding[] {
  // Layers of sound are not known: one stream of it is taken.
  if (section.kind === 'video' && section.rids.length > 0)
    return section.rids.map((rid) => ({ rid }));
  const [stream] = section.streams;
  // Without an SSRC the stream is known by its mid alone.
  if (stream === undefined) return [{}];
  const { ssrc, rtxSsrc } = stream;
  return [{ ssrc, ...(repaired && rtxSsrc !== undefined && { rtx: { ssrc: rtxSsrc } }) }];
}

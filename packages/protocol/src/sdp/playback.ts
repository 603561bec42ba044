import { h264Profile, h264Rank } from './h264-profile.ts';
import { extensionId, midUri } from './header-extensions.ts';
import type { MediaSection, OfferedSection } from './offered-section.ts';
import type { RtpCodec, RtpHeaderExtension } from './rtp-parameters.ts';
import { SdpError } from './sdp-error.ts';
import { codecNames, isOpus, isVp8, rtxOf } from './to-rtp.ts';

/** How one viewer wants to receive one track: under its own numbers, which an answer must keep. */
export type PlaybackTrack = {
  readonly kind: 'audio' | 'video';
  readonly mid: string;
  /** As the viewer offered it; the answer repeats its `fmtp`. */
  readonly codec: RtpCodec;
  readonly rtx: RtpCodec | undefined;
  readonly headerExtensions: readonly RtpHeaderExtension[];
  /**
   * Whether the viewer finds the track without its SSRC, which may change then. It does if it knows MIDs, even where
   * none reach it as it gave them another number than ours: the payload type tells too (RFC 8843, section 9.2).
   */
  readonly knowsMids: boolean;
};

/**
 * Finds the viewer's codec for a track that is on air: the same profile of H.264 first, then the weakest one
 * whose decoder plays it.
 *
 * @param sent the codec of the publisher
 * @throws {SdpError} no-codec
 */
export function playbackTrack(section: MediaSection, sent: RtpCodec): PlaybackTrack {
  const codec = section.kind === 'audio' ? section.codecs.find(isOpus) : findVideo(section, sent);
  if (codec === undefined) {
    const wanted = section.kind === 'audio' ? 'Opus' : describeVideo(sent);
    throw SdpError.noCodec(section.kind, codecNames(section), wanted);
  }
  return {
    kind: section.kind,
    mid: section.mid,
    codec,
    rtx: rtxOf(section, codec),
    headerExtensions: section.headerExtensions.filter(({ uri, id }) => extensionId(uri) === id),
    knowsMids: section.headerExtensions.some(({ uri }) => uri === midUri),
  };
}

function findVideo(section: OfferedSection, sent: RtpCodec): RtpCodec | undefined {
  return isVp8(sent) ? section.codecs.find(isVp8) : findH264(section, sent);
}

function findH264(section: OfferedSection, sent: RtpCodec): RtpCodec | undefined {
  const needed = h264Rank(sent) ?? Number.POSITIVE_INFINITY;
  const able = section.codecs
    .map((codec) => ({ codec, rank: h264Rank(codec) ?? -1 }))
    .filter(({ rank }) => rank >= needed)
    .sort((a, b) => a.rank - b.rank);
  const same = able.find(({ codec }) => h264Profile(codec) === h264Profile(sent));
  return (same ?? able[0])?.codec;
}

function describeVideo(sent: RtpCodec): string {
  if (isVp8(sent)) return 'VP8, which this broadcast has';
  return `H.264 of profile-level-id ${sent.parameters['profile-level-id']} with packetization-mode=1`;
}

import { Profile, parseProfileLevelId } from 'h264-profile-level-id';
import type { RtpCodec } from './rtp-parameters.ts';

/**
 * The profiles of H.264 that a browser plays over WebRTC, weakest first: a decoder of one plays those before
 * it. Plain Baseline stands with the constrained one, since nothing sends what sets them apart (FMO, ASO,
 * redundant slices).
 */
const ranks: ReadonlyMap<Profile, number> = new Map([
  [Profile.ConstrainedBaseline, 0],
  [Profile.Baseline, 0],
  [Profile.Main, 1],
  [Profile.ConstrainedHigh, 2],
  [Profile.High, 2],
]);

/** How able a decoder must be for this codec; undefined for another codec, mode or profile. */
export function h264Rank(codec: Pick<RtpCodec, 'mimeType' | 'parameters'>): number | undefined {
  if (codec.mimeType.toLowerCase() !== 'video/h264') return undefined;
  // Mode 0 can't carry a picture larger than a packet (RFC 6184, section 6.2).
  if (codec.parameters['packetization-mode'] !== 1) return undefined;
  const profile = h264Profile(codec);
  return profile === undefined ? undefined : ranks.get(profile);
}

/** The profile that a codec's `profile-level-id` names; RFC 6184, section 8.1 gives the default. */
export function h264Profile(codec: Pick<RtpCodec, 'parameters'>): Profile | undefined {
  const text = String(codec.parameters['profile-level-id'] ?? '42000a');
  return parseProfileLevelId(text)?.profile;
}

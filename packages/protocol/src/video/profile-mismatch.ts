import { h264Rank } from '../sdp/h264-profile.ts';

/**
 * Whether a stream of H.264 needs a better decoder than its SDP promised, by `profile-level-id` (RFC
 * 6184, section 8.1).
 *
 * Decided: only a profile above the promised one is a mismatch. A lower one is none, since each
 * decoder of the promised profile plays it; plain and Constrained Baseline are one, and so are High
 * and Constrained High, as no sender for WebRTC uses what sets them apart. The level never counts: it
 * only bounds size and rate, and most senders write a level that is too low or too high. Profiles
 * that no browser plays stand above all others.
 *
 * @param promised of the SDP, six hexadecimal digits
 * @param sent of the stream's sequence parameter set, likewise
 */
export function profileMismatch(promised: string, sent: string): boolean {
  const wanted = rank(promised);
  const needed = rank(sent);
  if (wanted === unknown && needed === unknown) return profileOf(promised) !== profileOf(sent);
  return needed > wanted;
}

const unknown = Number.POSITIVE_INFINITY;

function rank(profileLevelId: string): number {
  const parameters = {
    'packetization-mode': 1,
    // Levels that the table of profiles doesn't know would hide a profile that it knows.
    'profile-level-id': `${profileLevelId.slice(0, 4)}1f`,
  };
  return h264Rank({ mimeType: 'video/H264', parameters }) ?? unknown;
}

function profileOf(profileLevelId: string): string {
  return profileLevelId.slice(0, 2).toLowerCase();
}

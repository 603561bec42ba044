import { h264Rank } from '../sdp/h264-profile.ts';

/**
 * Whether a stream needs a better decoder than its SDP promised. A lower profile than promised is fine, since
 * each decoder of the promised one plays it; so is another level, which only bounds size and rate.
 */
export function profileMismatch(promised: string, sent: string): boolean {
  const [wanted, needed] = [rank(promised), rank(sent)];
  return wanted !== undefined && needed !== undefined ? needed > wanted : promised !== sent;
}

function rank(profileLevelId: string): number | undefined {
  return h264Rank({
    mimeType: 'video/H264',
    parameters: { 'packetization-mode': 1, 'profile-level-id': profileLevelId },
  });
}

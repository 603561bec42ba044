import type { SessionError } from '@tallylight/webrtc';

/**
 * Why a channel is played over HTTP though WebRTC was asked for: `no-webrtc` the browser has none · `no-codec` it
 * has none of the broadcast's formats for it · `at-capacity` the server takes no more viewers over it.
 */
export type ViaReason = 'no-webrtc' | 'no-codec' | 'at-capacity';

/** The reason that a failed try over WebRTC is; null where another try may succeed. */
export function viaReasonOf(error: SessionError): ViaReason | null {
  if (error.problem?.code === 'at_capacity') return 'at-capacity';
  if (error.reason === 'codec') return 'no-codec';
  return error.reason === 'offer' ? 'no-webrtc' : null;
}

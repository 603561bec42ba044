import type { SessionError } from '@tallylight/webrtc';

/**
 * Why a channel is played over HTTP though WebRTC was asked for: `no-webrtc` the browser has none · `no-codec` it
 * has none of the broadcast's formats for it · `at-capacity` the server takes no more viewers over it · `no-path`
 * media finds no way through the network · `no-answer` the server's answer can't be used · `stalled` it came, and
 * stopped.
 */
export type ViaReason =
  | 'no-webrtc'
  | 'no-codec'
  | 'at-capacity'
  | 'no-path'
  | 'no-answer'
  | 'stalled';

/** The reason that a failed try over WebRTC is; null where it says nothing of WebRTC itself. */
export function viaReasonOf(error: SessionError): ViaReason | null {
  if (error.problem?.code === 'at_capacity') return 'at-capacity';
  switch (error.reason) {
    case 'codec':
      return 'no-codec';
    case 'offer':
      return 'no-webrtc';
    case 'ice':
    case 'dtls':
      return 'no-path';
    case 'timeout':
      return error.stage === 'connect' ? 'no-path' : null;
    case 'answer':
      return 'no-answer';
    case 'lost':
      return 'stalled';
    default:
      return null;
  }
}

/**
 * Header extension ids (RFC 8285) of an SFU whose ids are the same for every viewer. mediasoup fixes them in
 * its worker; an answer may use an extension only under the id that the offer gave it, so a player that wants
 * them all offers these numbers.
 */
export const sfuExtensionIds: Readonly<Record<string, number>> = {
  'urn:ietf:params:rtp-hdrext:sdes:mid': 1,
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id': 2,
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id': 3,
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time': 4,
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01': 5,
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level': 6,
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension': 7,
  'urn:3gpp:video-orientation': 8,
  'urn:ietf:params:rtp-hdrext:toffset': 9,
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time': 10,
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay': 11,
};

/** The id of an extension; undefined of one that the SFU doesn't know, be it named like a method of objects. */
export function extensionId(uri: string): number | undefined {
  return Object.hasOwn(sfuExtensionIds, uri) ? sfuExtensionIds[uri] : undefined;
}

/** Tells which m-section a packet belongs to (RFC 8843, section 15). */
export const midUri = 'urn:ietf:params:rtp-hdrext:sdes:mid';

/** Tells when a frame was captured, in the sender's NTP clock. */
export const absCaptureTimeUri = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

import { absCaptureTimeUri } from '@tallylight/protocol/rtp';
import { transportCcUri } from '../rtp/transport-cc.ts';

/** A header extension with the number its packets carry (RFC 8285). */
export type NumberedExtension = { readonly id: number; readonly uri: string };

/** URIs of RFC 9143 section 15.2, RFC 8852 section 3 and WebRTC's abs-send-time. */
export const extensionUri = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  repairedRid: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  absSendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  transportCc: transportCcUri,
  absCaptureTime: absCaptureTimeUri,
} as const;

/**
 * The numbers both sides of this package offer. They are the ones mediasoup gives to a consumer's
 * packets, which can't be renumbered per viewer, so an answer can keep every extension.
 */
const number = {
  mid: { id: 1, uri: extensionUri.mid },
  rid: { id: 2, uri: extensionUri.rid },
  repairedRid: { id: 3, uri: extensionUri.repairedRid },
  absSendTime: { id: 4, uri: extensionUri.absSendTime },
  transportCc: { id: 5, uri: extensionUri.transportCc },
  absCaptureTime: { id: 10, uri: extensionUri.absCaptureTime },
} as const;

/** What a publisher offers for sound, and for one picture. */
export const sendExtensions: readonly NumberedExtension[] = [
  number.mid,
  number.transportCc,
  number.absCaptureTime,
];

/** What a publisher offers for simulcast. */
export const simulcastExtensions: readonly NumberedExtension[] = [
  number.mid,
  number.rid,
  number.repairedRid,
  number.transportCc,
  number.absCaptureTime,
];

/** What a viewer offers. */
export const receiveExtensions: readonly NumberedExtension[] = [
  number.mid,
  number.absSendTime,
  number.transportCc,
  number.absCaptureTime,
];

import type { types } from 'mediasoup';

/** What a peer in the proof is told of the worker's side of one video section. */
export type LoopAnswer = {
  readonly transport: types.WebRtcTransport;
  readonly payloadType: number;
  /** The DTLS role that the worker takes. */
  readonly setup: 'active' | 'passive';
  /** What the worker does with media: it receives a publisher's and sends a viewer's. */
  readonly direction: 'recvonly' | 'sendonly';
  /** The worker's own SSRC, where it sends. */
  readonly ssrc?: number;
};

/** The codec that both ends of the proof speak, as an SDP fmtp value. */
export const loopFmtp = 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f';

/**
 * Writes the SDP answer of the proof: one bundled H.264 section with mid 0.
 *
 * Only what the proof's own peers read is written; real sessions answer through the protocol
 * package, which this one may not depend on.
 */
export function loopAnswer(answer: LoopAnswer): string {
  const { iceParameters, iceCandidates, dtlsParameters } = answer.transport;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (fingerprint === undefined) throw new TypeError('the transport has no sha-256 fingerprint');
  const { payloadType: pt } = answer;
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'a=ice-lite',
    'a=msid-semantic:WMS *',
    `m=video 9 UDP/TLS/RTP/SAVPF ${pt}`,
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    `a=${answer.direction}`,
    `a=setup:${answer.setup}`,
    `a=fingerprint:sha-256 ${fingerprint.value}`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    ...iceCandidates.map(
      (c) =>
        `a=candidate:${c.foundation} 1 ${c.protocol} ${c.priority} ${c.ip} ${c.port} typ ${c.type}`,
    ),
    'a=end-of-candidates',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    `a=rtpmap:${pt} H264/90000`,
    `a=fmtp:${pt} ${loopFmtp}`,
    `a=rtcp-fb:${pt} nack`,
    `a=rtcp-fb:${pt} nack pli`,
    ...(answer.ssrc === undefined ? [] : [`a=ssrc:${answer.ssrc} cname:proof`]),
    '',
  ].join('\r\n');
}

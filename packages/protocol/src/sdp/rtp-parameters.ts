/**
 * RTP as ORTC describes it (RTCRtpParameters and its parts), in the shape that mediasoup takes
 * and gives. Structural on purpose: this package knows no SFU.
 */
export type MediaKind = 'audio' | 'video';

export type RtcpFeedback = { type: string; parameter?: string };

export type RtpCodec = {
  mimeType: string;
  payloadType: number;
  /** Hz. */
  clockRate: number;
  channels?: number;
  /** The `fmtp` line; `profile-level-id` is always text, other numerals are numbers. */
  parameters: Record<string, string | number>;
  rtcpFeedback: RtcpFeedback[];
};

export type RtpHeaderExtension = { uri: string; id: number };

export type RtpEncoding = { ssrc?: number; rid?: string; rtx?: { ssrc: number } };

export type RtpParameters = {
  mid?: string;
  /** A media codec, followed by its `rtx` where there is one. */
  codecs: RtpCodec[];
  headerExtensions: RtpHeaderExtension[];
  /** In the order of the offer's `a=simulcast`. */
  encodings: RtpEncoding[];
  rtcp: { cname?: string; reducedSize?: boolean };
};

/** Whether a codec only repairs another (RFC 4588). */
export function isRtx(codec: { readonly mimeType: string }): boolean {
  return codec.mimeType.toLowerCase().endsWith('/rtx');
}

/**
 * The codecs of this browser in the order to send them: H.264 first, since everything that plays a broadcast
 * plays it and the packager can copy it. Of H.264 first what mediasoup and hardware take alike: packets of
 * their own size (packetization mode 1, RFC 6184 section 6.3) and constrained baseline.
 */
export function sendingOrder(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  return codecs
    .map((codec, index) => ({ codec, index, rank: rankOf(codec) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ codec }) => codec);
}

/**
 * The codecs of this browser that are worth offering to receive: those a broadcast can have. Each of the
 * others costs time on both sides before the first frame, some 10 ms in all. They keep their payload types,
 * which the browser gives by its full list. Where H.264 is missing everything is offered: the server's refusal
 * tells the viewer more than an empty offer would.
 */
export function receivable(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const broadcast = codecs.filter(isBroadcast);
  if (broadcast.length === 0) return [...codecs];
  return codecs.filter(
    (codec) => isBroadcast(codec) || codec.mimeType.toLowerCase() === 'video/rtx',
  );
}

function isBroadcast({ mimeType, sdpFmtpLine = '' }: RTCRtpCodec): boolean {
  switch (mimeType.toLowerCase()) {
    case 'audio/opus':
      return true;
    case 'video/h264':
      return sdpFmtpLine.includes('packetization-mode=1');
    default:
      return false;
  }
}

function rankOf({ mimeType, sdpFmtpLine = '' }: RTCRtpCodec): number {
  if (mimeType.toLowerCase() !== 'video/h264') return 4;
  if (!sdpFmtpLine.includes('packetization-mode=1')) return 3;
  const profile = sdpFmtpLine.match(/profile-level-id=([0-9a-f]{4})/i)?.[1]?.toLowerCase();
  if (profile === '42e0') return 0;
  if (profile === '4200') return 1;
  return 2;
}

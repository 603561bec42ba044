/**
 * The codecs of this browser in the order to offer them: H.264 first, since everything that plays a broadcast
 * plays it and the packager can copy it. Of H.264 first what mediasoup and hardware take alike: packets of
 * their own size (packetization mode 1, RFC 6184 section 6.3) and constrained baseline.
 */
export function orderCodecs(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  return codecs
    .map((codec, index) => ({ codec, index, rank: rankOf(codec) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ codec }) => codec);
}

function rankOf({ mimeType, sdpFmtpLine = '' }: RTCRtpCodec): number {
  if (mimeType.toLowerCase() !== 'video/h264') return 4;
  if (!sdpFmtpLine.includes('packetization-mode=1')) return 3;
  const profile = sdpFmtpLine.match(/profile-level-id=([0-9a-f]{4})/i)?.[1]?.toLowerCase();
  if (profile === '42e0') return 0;
  if (profile === '4200') return 1;
  return 2;
}

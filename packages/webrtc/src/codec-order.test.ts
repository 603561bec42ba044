import { expect, test } from 'vitest';
import { orderCodecs } from './codec-order.ts';

const h264 = (mode: 0 | 1, profile: string): RTCRtpCodec => ({
  mimeType: 'video/H264',
  clockRate: 90_000,
  sdpFmtpLine: `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`,
});
const other = (mimeType: string): RTCRtpCodec => ({ mimeType, clockRate: 90_000 });

test('constrained baseline in packets of their own size comes first, what is not H.264 last', () => {
  // The order of Chromium 156.
  const chromium = [
    other('video/VP8'),
    other('video/rtx'),
    h264(1, '42001f'),
    h264(0, '42001f'),
    h264(1, '42e01f'),
    h264(0, '42e01f'),
    h264(1, '4d001f'),
    h264(0, '4d001f'),
    other('video/AV1'),
  ];
  expect(orderCodecs(chromium)).toEqual([
    h264(1, '42e01f'),
    h264(1, '42001f'),
    h264(1, '4d001f'),
    h264(0, '42001f'),
    h264(0, '42e01f'),
    h264(0, '4d001f'),
    other('video/VP8'),
    other('video/rtx'),
    other('video/AV1'),
  ]);
});

test('no codec is lost or added', () => {
  expect(orderCodecs([])).toEqual([]);
  expect(orderCodecs([other('video/VP9')])).toEqual([other('video/VP9')]);
});

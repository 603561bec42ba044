import { expect, test } from 'vitest';
import { receivable, sendingOrder } from './codec-order.ts';

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
  expect(sendingOrder(chromium)).toEqual([
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
  expect(sendingOrder([])).toEqual([]);
  expect(sendingOrder([other('video/VP9')])).toEqual([other('video/VP9')]);
});

test("what a broadcast can have is offered to receive, with its retransmission, in the browser's order", () => {
  const video = [
    other('video/VP8'),
    other('video/rtx'),
    h264(1, '42001f'),
    h264(0, '42001f'),
    h264(1, '42e01f'),
    other('video/red'),
  ];
  expect(receivable(video)).toEqual([other('video/rtx'), h264(1, '42001f'), h264(1, '42e01f')]);
  const audio = [other('audio/opus'), other('audio/red'), other('audio/PCMU')];
  expect(receivable(audio)).toEqual([other('audio/opus')]);
});

test('a browser without H.264 offers what it has', () => {
  const codecs = [other('video/VP8'), other('video/rtx')];
  expect(receivable(codecs)).toEqual(codecs);
});

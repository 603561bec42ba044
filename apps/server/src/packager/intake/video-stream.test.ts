import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  deltaFramePayloads,
  keyFramePayloads,
  type PictureSize,
  vp8DeltaFramePayload,
  vp8KeyFramePayload,
} from '../testing/coded-picture.ts';
import { writeRtp } from '../testing/rtp.ts';
import { PublisherClock } from './publisher-clock.ts';
import { slewRate } from './slew.ts';
import { StreamClock } from './stream-clock.ts';
import { type VideoFrame, VideoStream } from './video-stream.ts';
import { WindowedLeast } from './windowed-least.ts';

const hd: PictureSize = { width: 1280, height: 720 };
const beganMs = 5_000;
const frameMs = 40;

/** A layer of 25 frames a second on its way in, and what came of it. */
function watch(mimeType = 'video/H264') {
  const frames: VideoFrame[] = [];
  let losses = 0;
  const clock = new StreamClock({
    clockRate: 90_000,
    farSlewRate: slewRate,
    publisher: new PublisherClock(() => 0),
    transit: new WindowedLeast(30_000),
  });
  const stream = new VideoStream({
    ...{ layer: 1, mimeType, clock },
    onFrame: (frame) => frames.push(frame),
    onLoss: () => {
      losses += 1;
    },
  });
  let sequence = 65_530;
  /** The packets of a frame, with a way to send each. */
  const packets = (index: number, payloads: readonly Uint8Array[]) =>
    payloads.map((payload, at) => {
      sequence += 1;
      const marker = at === payloads.length - 1;
      const rtp = writeRtp({ sequence, timestamp: index * 3_600 - 9_000, payload, marker });
      const capturedMs = beganMs + index * frameMs;
      return (lateMs = 10) => stream.packet(rtp, capturedMs + lateMs, capturedMs);
    });
  const send = (index: number, payloads: readonly Uint8Array[]) => {
    for (const go of packets(index, payloads)) go();
  };
  return { frames, stream, packets, send, losses: () => losses };
}

const places = (frames: readonly VideoFrame[]): number[] =>
  frames.map(({ captureMs }) => Math.round((captureMs - beganMs) / frameMs));

test('packets become frames on the capture clock, from the first key frame on', () => {
  const { frames, send, losses } = watch();
  send(0, deltaFramePayloads());
  send(1, keyFramePayloads(hd));
  for (let index = 2; index < 20; index += 1) send(index, deltaFramePayloads(index));
  expect(places(frames)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
  expect(frames.map(({ isKey }) => isKey)).toEqual([true, ...Array(18).fill(false)]);
  expect(frames[0]?.format).toMatchObject({ codec: 'avc1', ...hd });
  expect(frames[0]?.layer).toBe(1);
  expect(losses()).toBe(0);
});

test('a frame is what an MP4 sample holds: each NAL unit behind its length', () => {
  const { frames, send } = watch();
  send(0, keyFramePayloads(hd, 9));
  send(1, deltaFramePayloads(5));
  const [key, delta] = frames;
  const data = Buffer.from(key?.data ?? []);
  const sps = data.readUInt32BE(0);
  expect(data[4]).toBe(0x67);
  expect(data.subarray(4 + sps).toString('hex')).toBe('0000000468ce3c80' + '0000000465880901');
  expect(Buffer.from(delta?.data ?? []).toString('hex')).toBe('00000005' + '419a050102');
});

test('packets that come in another order make the same frames', () => {
  const { frames, send, packets, losses } = watch();
  send(0, keyFramePayloads(hd));
  const [a1, a2] = packets(1, deltaFramePayloads(1));
  const [b1, b2] = packets(2, deltaFramePayloads(2));
  for (const go of [b2, a2, b1, a1]) go?.(60);
  send(3, deltaFramePayloads(3));
  expect(places(frames)).toEqual([0, 1, 2, 3]);
  expect(losses()).toBe(0);
});

test('after a loss nothing is shown before the next key frame, and one is asked for', () => {
  const { frames, send, stream, packets, losses } = watch();
  send(0, keyFramePayloads(hd));
  send(1, deltaFramePayloads());
  packets(2, deltaFramePayloads())[0]?.();
  for (let index = 3; index < 8; index += 1) send(index, deltaFramePayloads());
  stream.expire(beganMs + 8 * frameMs);
  expect(places(frames)).toEqual([0, 1]);
  expect(losses()).toBe(1);
  send(8, keyFramePayloads(hd));
  send(9, deltaFramePayloads());
  expect(places(frames)).toEqual([0, 1, 8, 9]);
  expect(losses()).toBe(1);
});

test('a key frame that is lost in part is not shown', () => {
  const { frames, send, stream, packets } = watch();
  send(0, keyFramePayloads(hd));
  packets(1, keyFramePayloads(hd))[1]?.();
  send(2, deltaFramePayloads());
  stream.expire(beganMs + 1_000);
  expect(places(frames)).toEqual([0]);
});

test('the format is the same object until the parameter sets change', () => {
  const { frames, send } = watch();
  send(0, keyFramePayloads(hd));
  send(1, keyFramePayloads(hd));
  send(2, deltaFramePayloads());
  send(3, keyFramePayloads({ width: 640, height: 358 }));
  send(4, keyFramePayloads(hd));
  const [first, second, third, other, back] = frames.map(({ format }) => format);
  expect(second).toBe(first);
  expect(third).toBe(first);
  expect(other).toMatchObject({ width: 640, height: 358 });
  expect(back).toMatchObject(hd);
  expect(back).not.toBe(first);
});

test('VP8 is understood too', () => {
  const { frames, send, losses } = watch('video/VP8');
  send(0, [vp8DeltaFramePayload]);
  send(1, [vp8KeyFramePayload(hd)]);
  send(2, [vp8DeltaFramePayload]);
  expect(places(frames)).toEqual([1, 2]);
  expect(frames[0]?.format).toEqual({ codec: 'vp08', ...hd });
  expect(frames[1]?.data).toEqual(vp8DeltaFramePayload.subarray(1));
  expect(losses()).toBe(0);
});

test('whatever is lost, no frame is shown whose reference is missing, and times only rise', () => {
  const fates = fc.constantFrom('sent', 'sent', 'sent', 'sent', 'lost', 'late', 'key');
  fc.assert(
    fc.property(fc.array(fates, { minLength: 30, maxLength: 150 }), (all) => {
      const { frames, packets, stream } = watch();
      const waiting: ((lateMs?: number) => void)[] = [];
      all.forEach((fate, index) => {
        const payloads = fate === 'key' ? keyFramePayloads(hd) : deltaFramePayloads(index);
        const [first, second] = packets(index, payloads);
        for (const go of waiting.splice(0)) go(frameMs + 20);
        first?.();
        if (fate === 'late' && second !== undefined) waiting.push(second);
        else if (fate !== 'lost') second?.();
        stream.expire(beganMs + index * frameMs + 30);
      });
      const shown = places(frames);
      shown.forEach((place, at) => {
        if (frames[at]?.isKey === true) expect(all[place]).toBe('key');
        else expect(shown[at - 1]).toBe(place - 1);
        expect(place).toBeGreaterThan(shown[at - 1] ?? -1);
      });
    }),
  );
});

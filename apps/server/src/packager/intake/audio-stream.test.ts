import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeRtp } from '../testing/rtp.ts';
import { type AudioPacket, AudioStream } from './audio-stream.ts';
import { silentPacket } from './opus-packet.ts';
import { PublisherClock } from './publisher-clock.ts';
import { slewRate } from './slew.ts';
import { StreamClock } from './stream-clock.ts';
import { WindowedLeast } from './windowed-least.ts';

/** CELT, 20 ms, with a number in it. */
const sound = (index: number) => Uint8Array.of(0xfc, index & 0xff, index >> 8);

const beganMs = 5_000;

/** A stream whose packets of 20 ms tell when they were captured. */
function listen() {
  const heard: AudioPacket[] = [];
  const clock = new StreamClock({
    clockRate: 48_000,
    farSlewRate: slewRate,
    publisher: new PublisherClock(() => 0),
    transit: new WindowedLeast(30_000),
  });
  const stream = new AudioStream(clock, (packet) => heard.push(packet));
  const send = (index: number, { lateMs = 10, capturedMs = beganMs + index * 20 } = {}) => {
    const packet = { sequence: index, timestamp: index * 960, payload: sound(index) };
    stream.packet(writeRtp(packet), capturedMs + lateMs, capturedMs);
  };
  /** The numbers of what was heard; null is silence. */
  const order = () =>
    heard.map(({ data }) => (data === silentPacket ? null : (data[1] ?? 0) + (data[2] ?? 0) * 256));
  return { heard, stream, send, order };
}

/** That nothing is missing in it, and nothing double. */
function expectGapless(heard: readonly AudioPacket[]): void {
  heard.slice(1).forEach(({ captureMs }, index) => {
    const before = heard[index];
    expect(captureMs).toBeCloseTo((before?.captureMs ?? 0) + (before?.durationMs ?? 0), 6);
  });
}

test('packets follow one another from the first capture on', () => {
  const { heard, send, order } = listen();
  for (let index = 0; index < 50; index += 1) send(index);
  expect(order()).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(heard[0]?.captureMs).toBe(beganMs);
  expectGapless(heard);
});

test('packets that come in another order are put in theirs', () => {
  const { heard, send, order } = listen();
  for (const index of [0, 2, 1, 3, 6, 5, 4, 7]) send(index);
  expect(order()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expectGapless(heard);
});

test('what is lost is silence, for as long as it would have sounded', () => {
  const { heard, stream, send, order } = listen();
  for (const index of [0, 1, 4, 5]) send(index);
  stream.expire(beganMs + 250, true);
  expect(order()).toEqual([0, 1, null, null, 4, 5]);
  expectGapless(heard);
});

test('a publisher that sends nothing while it is quiet (DTX) is silent meanwhile', () => {
  const { heard, stream, send, order } = listen();
  for (let index = 0; index < 10; index += 1) send(index);
  for (let atMs = beganMs + 200; atMs <= beganMs + 3_000; atMs += 100) stream.expire(atMs, true);
  const { captureMs = 0, durationMs = 0 } = heard.at(-1) ?? {};
  expect(captureMs + durationMs).toBeGreaterThan(beganMs + 2_500);
  // Its sequence numbers go on, its timestamps have jumped.
  const resumedMs = beganMs + 3_000;
  for (let index = 0; index < 10; index += 1) {
    const packet = { sequence: 10 + index, timestamp: (150 + index) * 960, payload: sound(index) };
    stream.packet(writeRtp(packet), resumedMs + index * 20 + 10, resumedMs + index * 20);
  }
  expect(order().filter((data) => data !== null)).toHaveLength(20);
  expectGapless(heard);
  expect(Math.abs((heard.at(-1)?.captureMs ?? 0) - (resumedMs + 180))).toBeLessThanOrEqual(25);
});

test('before the first packet it is silent from when it is told to begin', () => {
  const { heard, stream, send, order } = listen();
  stream.begin(beganMs);
  stream.expire(beganMs + 1_000, true);
  expect(heard[0]).toEqual({ captureMs: beganMs, durationMs: 20, data: silentPacket });
  for (let index = 50; index < 60; index += 1) send(index);
  expect(order().slice(-10)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
  expectGapless(heard);
});

test('where it has begun, silence does not begin again', () => {
  const { stream, send, order } = listen();
  send(0);
  stream.begin(beganMs + 500);
  send(1);
  expect(order()).toEqual([0, 1]);
});

test('after hours of nothing there is no silence of hours', () => {
  const { heard, stream, send } = listen();
  send(0);
  stream.expire(beganMs + 3_600_000, true);
  expect(heard.length).toBeLessThan(600);
});

test('sound that is always late is heard, and not taken for silence', () => {
  const { heard, stream, send, order } = listen();
  for (let index = 0; index < 500; index += 1) {
    send(index, { lateMs: 1_500 });
    stream.expire(beganMs + index * 20 + 1_501, true);
  }
  expect(order()).toEqual(Array.from({ length: 500 }, (_, index) => index));
  expectGapless(heard);
});

test('of more packets than the clock has room for, some are left out', () => {
  const { heard, send, order } = listen();
  // A sound card that runs 1 % too fast: a minute of it lasts 600 ms less.
  for (let index = 0; index < 3_000; index += 1) {
    send(index, { capturedMs: beganMs + index * 19.8 });
  }
  expectGapless(heard);
  expect(order().length).toBeGreaterThan(2_960);
  expect(order().length).toBeLessThan(2_980);
  expect(order()).not.toContain(null);
});

test('is gapless and near the capture clock, whatever is lost, late or doubled', () => {
  const fates = fc.constantFrom('sent', 'sent', 'sent', 'lost', 'late', 'doubled');
  fc.assert(
    fc.property(fc.array(fates, { minLength: 20, maxLength: 200 }), (all) => {
      const { heard, stream, send } = listen();
      all.forEach((fate, index) => {
        if (fate === 'late' && index > 1) send(index - 2, { lateMs: 50 });
        if (fate !== 'lost' && fate !== 'late') send(index);
        if (fate === 'doubled') send(index);
        stream.expire(beganMs + index * 20 + 15, true);
      });
      expectGapless(heard);
      for (const { captureMs, data } of heard) {
        if (data === silentPacket) continue;
        const index = (data[1] ?? 0) + (data[2] ?? 0) * 256;
        expect(Math.abs(captureMs - (beganMs + index * 20))).toBeLessThanOrEqual(25);
      }
    }),
  );
});

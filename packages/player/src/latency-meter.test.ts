import { ManualTime } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import { measureLatency } from './latency.ts';
import { LatencyMeter, newestSource } from './latency-meter.ts';
import type { ShownFrame } from './screen.ts';

function make() {
  const time = new ManualTime();
  const heard: (number | null)[] = [];
  const meter: LatencyMeter = new LatencyMeter({
    nowMs: time.nowMs,
    measure: (frame) => measureLatency({ frame, source: null, clockRate: 90_000, offsets: null }),
    changed: () => heard.push(meter.calmMs),
  });
  const show = (ageMs: number): void => {
    const frame: ShownFrame = { shownAtMs: time.nowMs(), rtpTimestamp: 1, mediaTimeS: 0, ageMs };
    meter.frameShown(frame);
  };
  return { time, meter, heard, show };
}

test('the number for people is the median of the last second, at most twice a second', async () => {
  const { time, meter, heard, show } = make();
  for (let frame = 0; frame < 60; frame += 1) {
    show(frame % 7 === 0 ? 400 : 50 + frame);
    await time.advance(40);
  }
  expect(heard.length).toBeGreaterThan(2);
  expect(heard.length).toBeLessThanOrEqual(6);
  expect(meter.calmMs).toBeGreaterThan(80);
  expect(meter.calmMs).toBeLessThan(110);
});

test('the raw measurement is of the frame shown last, whatever people see', async () => {
  const { time, meter, show } = make();
  show(50);
  await time.advance(10);
  show(300);
  expect(meter.sample()?.latencyMs).toBe(300);
  expect(meter.calmMs).toBe(50);
});

test('the first number is there with the first frame; a reset takes it away', () => {
  const { meter, heard, show } = make();
  show(50);
  expect(heard).toEqual([50]);
  meter.reset();
  expect(heard).toEqual([50, null]);
  expect(meter.sample()).toBeNull();
  meter.reset();
  expect(heard).toHaveLength(2);
});

test('of several sources the one given out last counts', () => {
  const older = { rtpTimestamp: 1, timestamp: 10 };
  const newer = { rtpTimestamp: 2, timestamp: 20 };
  expect(newestSource([older, newer])).toBe(newer);
  expect(newestSource([newer, older])).toBe(newer);
  expect(newestSource([])).toBeNull();
});

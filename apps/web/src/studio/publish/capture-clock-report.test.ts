import type { ClockReading } from '@tallylight/webrtc';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StateCell } from '../../state-cell.ts';
import { CaptureClockReport } from './capture-clock-report.ts';
import { globalTimers } from './fake-timers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reading(offsetMs: number): ClockReading {
  return { offsetMs, uncertaintyMs: 1, measuredAtMs: 0 };
}

function reportOf(first: ClockReading | null) {
  const clock = new StateCell<ClockReading | null>(first);
  const send = vi.fn(async (_offsetMs: number) => {});
  const report = new CaptureClockReport({
    clock: { getReading: clock.get, subscribe: clock.subscribe },
    send,
    timers: globalTimers,
  });
  return { clock, send, report, told: () => send.mock.calls.map(([offsetMs]) => offsetMs) };
}

test('tells what is known at the start, and what gets known better by more than 2 ms', async () => {
  const { clock, report, told } = reportOf(reading(10));
  report.start();
  await vi.advanceTimersByTimeAsync(0);
  clock.set(reading(11.5));
  await vi.advanceTimersByTimeAsync(0);
  expect(told()).toEqual([10]);
  clock.set(reading(12.5));
  await vi.advanceTimersByTimeAsync(0);
  expect(told()).toEqual([10, 12.5]);
});

test('waits for the first reading', async () => {
  const { clock, report, told } = reportOf(null);
  report.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(told()).toEqual([]);
  clock.set(reading(-4));
  await vi.advanceTimersByTimeAsync(0);
  expect(told()).toEqual([-4]);
});

test('tells again after a report that did not arrive', async () => {
  const { send, report, told } = reportOf(reading(7));
  send.mockRejectedValueOnce(new Error('no network'));
  report.start();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told()).toEqual([7, 7]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told()).toHaveLength(2);
});

test('is silent once stopped, and tells anew when started again', async () => {
  const { clock, report, told } = reportOf(reading(1));
  report.start();
  await vi.advanceTimersByTimeAsync(0);
  report.stop();
  clock.set(reading(50));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told()).toEqual([1]);
  report.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(told()).toEqual([1, 50]);
});

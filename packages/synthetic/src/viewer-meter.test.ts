import { describe, expect, it } from 'vitest';
import { wallClockMs } from './rtp/wall-clock.ts';
import { type ViewedFrame, ViewerMeter } from './viewer-meter.ts';

const key = Buffer.of(0x65, 0x80);
const delta = Buffer.of(0x41, 0x80);

type Watching = { meter: ViewerMeter; frames: ViewedFrame[]; damages: () => number };

function watch(): Watching {
  const frames: ViewedFrame[] = [];
  let damages = 0;
  const meter = new ViewerMeter(
    (frame) => frames.push(frame),
    () => damages++,
  );
  return { meter, frames, damages: () => damages };
}

/** One frame in one packet. */
function show(meter: ViewerMeter, payload: Buffer, atMs: number, captureMs?: number): void {
  meter.packet({ payload, timestamp: atMs * 90, marker: true, arrivedAtMs: atMs, captureMs });
}

describe('ViewerMeter', () => {
  it('shows nothing before a key frame', () => {
    const { meter, frames, damages } = watch();
    show(meter, delta, 0);
    show(meter, key, 33);
    show(meter, delta, 67);
    expect(frames.map((frame) => frame.key)).toEqual([true, false]);
    expect(meter.counts).toMatchObject({ frames: 2, keyFrames: 1, undecodable: 1 });
    expect(damages()).toBe(1);
  });

  it('shows nothing after a loss until the next key frame', () => {
    const { meter, frames } = watch();
    const sets = Buffer.of(0x78, 0, 1, 0x67, 0, 1, 0x68);
    show(meter, key, 0);
    meter.hole();
    show(meter, delta, 33);
    meter.packet({
      payload: sets,
      timestamp: 6000,
      marker: false,
      arrivedAtMs: 67,
      captureMs: undefined,
    });
    meter.packet({
      payload: key,
      timestamp: 6000,
      marker: true,
      arrivedAtMs: 67,
      captureMs: undefined,
    });
    expect(frames.map(({ timestamp }) => timestamp)).toEqual([0, 6000]);
  });

  it('counts a pause of more than half a second as a freeze, while it lasts too', () => {
    const { meter } = watch();
    show(meter, key, 0);
    show(meter, delta, 500);
    expect(meter.countsAt(1000)).toMatchObject({ freezes: 0, freezeMs: 0 });
    expect(meter.countsAt(1100)).toMatchObject({ freezes: 1, freezeMs: 600 });
    show(meter, delta, 1200);
    show(meter, delta, 1300);
    expect(meter.countsAt(1350)).toMatchObject({ freezes: 1, freezeMs: 700 });
  });

  it('counts frames a second between the first frame and the last', () => {
    const { meter } = watch();
    show(meter, key, 1000);
    for (let frame = 1; frame <= 30; frame++) show(meter, delta, 1000 + (frame * 1000) / 30);
    expect(meter.fps).toBeCloseTo(30);
  });

  it('measures latency from capture to arrival by the wall clock', () => {
    const { meter, frames } = watch();
    const captureMs = wallClockMs() - 40;
    show(meter, key, performance.now(), captureMs);
    expect(frames[0]?.latencyMs).toBeGreaterThan(39.9);
    expect(frames[0]?.latencyMs).toBeLessThan(1000);
    show(meter, delta, performance.now());
    expect(frames[1]?.latencyMs).toBeUndefined();
    expect(meter.latencies).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setStage, targets } from './testing/stage.ts';

const sizes = [
  { width: 320, height: 180 },
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
];

/** What may happen to a publisher, and for how long in ms. */
const event = fc.record({
  what: fc.constantFrom(
    ...(['loss', 'burst', 'reorder', 'pause', 'resume', 'mute', 'resize', 'ignore'] as const),
  ),
  layer: fc.nat(2),
  forMs: fc.integer({ min: 100, max: 5_000 }),
  percent: fc.integer({ min: 1, max: 30 }),
});
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

type Stage = Awaited<ReturnType<typeof setStage>>;

async function happen({ publisher }: Stage, { what, layer, forMs, percent }: Event, count: number) {
  let packet = count;
  const share = (of: number): boolean => {
    packet += 1;
    return (packet * 7_919) % 100 < of;
  };
  if (what === 'loss') publisher.fate = () => (share(percent) ? 0 : 1);
  if (what === 'reorder') publisher.fate = () => (share(percent) ? 2 : 1);
  if (what === 'burst') publisher.fate = () => 0;
  if (what === 'pause') publisher.pause(layer);
  if (what === 'resume') publisher.pause(layer, false);
  if (what === 'mute') publisher.mute();
  if (what === 'ignore') publisher.ignoresKeyFrameRequests = true;
  const size = sizes[(layer + percent) % 3];
  if (what === 'resize' && size !== undefined) publisher.resize(layer, size);
  await publisher.run(forMs);
  publisher.fate = () => 1;
  publisher.ignoresKeyFrameRequests = false;
  publisher.mute(false);
}

test('whatever a publisher does, what the store gets can be played', {
  timeout: 60_000,
}, async () => {
  const stages = fc.record({
    layers: fc.constantFrom(sizes, sizes.slice(0, 2), sizes.slice(2), sizes.slice(0, 0)),
    audio: fc.boolean(),
    heights: fc.constantFrom([720, 360, 144], [720, 480, 360, 240, 144]),
    encoders: fc.record({
      startMs: fc.integer({ min: 0, max: 1_500 }),
      delayMs: fc.integer({ min: 10, max: 800 }),
    }),
  });
  await fc.assert(
    fc.asyncProperty(stages, fc.array(event, { maxLength: 8 }), async (options, events) => {
      const audio = options.audio || options.layers.length === 0;
      const stage = await setStage({ ...options, audio });
      await stage.publisher.run(3_000);
      for (const [index, one] of events.entries()) await happen(stage, one, index);
      for (const layer of sizes.keys()) stage.publisher.pause(layer, false);
      const before = stage.store.periods.length;
      await stage.publisher.run(9_000);
      stage.store.expectPlayable(targets);
      // It goes on: in the last seconds something came, of all that is sent.
      expect(stage.store.periods.length).toBeGreaterThanOrEqual(Math.max(1, before));
      const last = stage.store.periods.length - 1;
      const nowS = (stage.clock.now() - 988_000) / 1000;
      for (const { id } of stage.store.periods[last]?.tracks ?? []) {
        const reachedS = stage.store.span(last, id)?.untilS ?? 0;
        if (nowS - reachedS > 4) expect.fail(`${id} came to ${reachedS} of ${nowS} s`);
      }
      const kinds = new Set(stage.store.periods[last]?.tracks.map(({ kind }) => kind));
      expect(kinds.has('audio')).toBe(audio);
      expect(kinds.has('video')).toBe(options.layers.length > 0);
      await stage.finish();
      expect(stage.heard).toMatchObject({ failed: [], stale: 0 });
    }),
    { numRuns: 100 },
  );
});

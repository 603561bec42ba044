import { expect, test } from 'vitest';
import { hub, settled } from './testing/hub.ts';

test('a channel that is live refuses a second publisher', async () => {
  const { goLive, publish } = hub();
  await goLive();
  await expect(publish()).rejects.toMatchObject({ code: 'already_live' });
});

test('who takes over is on air when it has media; the first one goes then, and viewers stay', async () => {
  const { broadcasts, goLive, publish, watch, states } = hub();
  const first = await goLive();
  const sink = await watch(first);
  sink.connect();
  let swaps = 0;
  sink.onSwap(() => {
    swaps += 1;
  });
  const reasons: string[] = [];
  first.onClosed((reason) => reasons.push(reason));

  const second = await publish(true);
  second.connect();
  await settled();
  expect(first.isClosed).toBe(false);
  second.sendMedia();
  await settled();
  expect(reasons).toEqual(['replaced']);
  expect(swaps).toBe(1);
  expect(sink.isClosed).toBe(false);
  expect(broadcasts.view('live')).toMatchObject({ state: 'live', viewers: 1 });
  expect(states).toEqual(['live']);
});

test('a take-over that never shows anything changes nothing', async () => {
  const { broadcasts, clock, goLive, publish } = hub();
  const first = await goLive();
  const second = await publish(true);
  clock.advance(15_000);
  expect(second.isClosed).toBe(true);
  expect(first.isClosed).toBe(false);
  expect(broadcasts.view('live')?.state).toBe('live');
});

test('of two who are on their way the first with media stays', async () => {
  const { goLive, publish } = hub();
  const slow = await publish();
  const quick = await goLive();
  slow.sendMedia();
  await settled();
  expect(slow.isClosed).toBe(true);
  expect(quick.isClosed).toBe(false);
});

test('two may be on their way to a channel; a third is told to wait', async () => {
  const { clock, publish } = hub();
  await publish();
  await publish();
  await expect(publish()).rejects.toMatchObject({
    code: 'too_many_pending',
    retryAfterMs: 15_000,
  });
  clock.advance(15_000);
  await publish();
});

test('who was replaced may say goodbye without ending the broadcast', async () => {
  const { broadcasts, goLive } = hub();
  const first = await goLive();
  await goLive(true);
  broadcasts.forViewer('live').leave(first);
  expect(broadcasts.view('live')?.state).toBe('live');
});

test('who was lost may say that nobody comes back, unless somebody did', async () => {
  const { broadcasts, goLive } = hub();
  const first = await goLive();
  first.close('silent');
  const second = await goLive();
  broadcasts.forViewer('live').leave(first);
  expect(broadcasts.view('live')?.state).toBe('live');
  second.close('silent');
  broadcasts.forViewer('live').leave(second);
  expect(broadcasts.view('live')?.state).toBe('ended');
});

test('viewers wait for a publisher who was lost, and get the next one', async () => {
  const { broadcasts, goLive, watch } = hub();
  const first = await goLive();
  const sink = await watch(first);
  sink.connect();
  first.close('silent');
  expect(sink.isClosed).toBe(false);
  expect(broadcasts.view('live')).toMatchObject({ state: 'interrupted', viewers: 1 });
  let swaps = 0;
  sink.onSwap(() => {
    swaps += 1;
  });
  await goLive();
  expect(swaps).toBe(1);
});

test("who takes over is not taken for having the other one's clock, but for its own once it has told", async () => {
  const { broadcasts, clock, goLive, publish } = hub();
  await goLive();
  const offsetMs = () => broadcasts.view('live')?.captureClockOffsetMs;
  broadcasts.forViewer('live').setCaptureClock(2_000);
  clock.advance(1_000);
  await goLive(true);
  expect(offsetMs()).toBeNull();
  const third = await publish(true);
  broadcasts.forViewer('live').setCaptureClock(-7);
  third.sendMedia();
  await settled();
  expect(offsetMs()).toBe(-7);
});

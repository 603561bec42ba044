import { expect, test } from 'vitest';
import { hub, settled } from './testing/hub.ts';

test('a broadcast is live when media flows, and not before', async () => {
  const { broadcasts, publish, watch } = hub();
  const source = await publish();
  source.connect();
  expect(broadcasts.view('live')?.state).toBe('publishing');
  await expect(watch(source)).rejects.toMatchObject({
    code: 'channel_off_air',
    retryAfterMs: 1000,
  });
  source.sendMedia();
  await settled();
  expect(broadcasts.view('live')).toMatchObject({ state: 'live', startedAtMs: 1_000_000 });
});

test('a publisher who is lost may come back to the same broadcast within the grace period', async () => {
  const { broadcasts, clock, goLive, publish, states } = hub();
  const first = await goLive();
  const { id } = broadcasts.view('live') ?? {};
  first.close('silent');
  expect(broadcasts.view('live')?.state).toBe('interrupted');
  clock.advance(59_000);
  const second = await publish();
  // The grace period holds while it connects.
  clock.advance(10_000);
  second.sendMedia();
  await settled();
  expect(broadcasts.view('live')).toMatchObject({ id, state: 'live', startedAtMs: 1_000_000 });
  expect(states).toEqual(['live', 'interrupted', 'live']);
});

test('a broadcast whose publisher stays away ends with the grace period', async () => {
  const { broadcasts, clock, goLive } = hub();
  const source = await goLive();
  source.close('silent');
  clock.advance(59_999);
  expect(broadcasts.view('live')?.state).toBe('interrupted');
  clock.advance(1);
  expect(broadcasts.view('live')?.state).toBe('ended');
});

test('one who comes back but never connects neither ends it nor holds it for ever', async () => {
  const { broadcasts, clock, goLive, publish } = hub();
  const source = await goLive();
  source.close('silent');
  const second = await publish();
  clock.advance(15_000);
  expect(second.isClosed).toBe(true);
  expect(broadcasts.view('live')?.state).toBe('interrupted');
  clock.advance(60_000);
  expect(broadcasts.view('live')?.state).toBe('ended');
});

test('a goodbye ends it at once, and the next publisher begins a new one', async () => {
  const { broadcasts, goLive, publish, watch, clock } = hub();
  const source = await goLive();
  const sink = await watch(source);
  const first = broadcasts.view('live')?.id;
  broadcasts.forPublisher('live').leave(source);
  expect(broadcasts.view('live')).toMatchObject({ state: 'ended', endedAtMs: 1_000_000 });
  await settled();
  expect(source.isClosed).toBe(true);
  expect(sink.isClosed).toBe(true);
  expect(clock.pending).toBe(0);
  await publish();
  expect(broadcasts.view('live')?.id).not.toBe(first);
});

test('a publisher who never shows anything leaves no trace', async () => {
  const { broadcasts, goLive, publish } = hub();
  (await publish()).close();
  expect(broadcasts.view('live')).toBeNull();
  const shown = await goLive();
  broadcasts.forPublisher('live').leave(shown);
  (await publish()).close('dtls');
  expect(broadcasts.view('live')).toMatchObject({ state: 'ended', startedAtMs: 1_000_000 });
});

test("the publisher's clock is forgotten with its connection", async () => {
  const { broadcasts, goLive } = hub();
  const source = await goLive();
  broadcasts.forViewer('live').setCaptureClock(12.5);
  expect(broadcasts.view('live')?.captureClockOffsetMs).toBe(12.5);
  source.close('silent');
  expect(broadcasts.view('live')?.captureClockOffsetMs).toBeNull();
});

test('an SFU without a worker leaves the channel free for the next try', async () => {
  const { broadcasts, sfu, publish } = hub();
  sfu.ready = false;
  await expect(publish()).rejects.toMatchObject({ code: 'media_unavailable' });
  expect(broadcasts.view('live')).toBeNull();
  sfu.ready = true;
  await publish();
});

test('a worker that dies takes the connections along, not the broadcast', async () => {
  const { broadcasts, sfu, goLive, watch } = hub();
  const source = await goLive();
  const sink = await watch(source);
  const { id } = broadcasts.view('live') ?? {};
  sfu.crash();
  expect(sink.isClosed).toBe(true);
  expect(broadcasts.view('live')?.state).toBe('interrupted');
  await goLive();
  expect(broadcasts.view('live')).toMatchObject({ id, state: 'live' });
});

test('whoever listens to a channel hears of every change, and of nothing after leaving', async () => {
  const { broadcasts, goLive } = hub();
  const seen: (string | undefined)[] = [];
  const leave = broadcasts.subscribe('live', () => seen.push(broadcasts.view('live')?.state));
  const source = await goLive();
  expect(seen).toContain('live');
  source.warn([{ code: 'b_frames', detail: 'x', steps: [] }]);
  expect(broadcasts.news('live').warnings).toEqual([{ code: 'b_frames', detail: 'x', steps: [] }]);
  const heard = seen.length;
  leave();
  source.close();
  expect(seen).toHaveLength(heard);
});

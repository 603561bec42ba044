import { limits } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { Broadcasts } from './broadcasts.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeSfu, type FakeSink, type FakeSource } from './sfu/fake-sfu.ts';
import { fixtureOffer, publishOptions, watchOptions } from './sfu/sfu-contract.ts';
import type { Source } from './sfu.ts';

const publisher = publishOptions(fixtureOffer('chromium-156.whip.sdp'));
const viewerOffer = fixtureOffer('chromium-156-medooze.whep.sdp');

function hub() {
  const clock = new FakeClock();
  const sfu = new FakeSfu();
  const states: string[] = [];
  const broadcasts = new Broadcasts({
    sfu,
    clock,
    graceMs: 60_000,
    onState: (_broadcast, { name }) => states.push(name),
  });
  const publish = async (): Promise<FakeSource> =>
    (await broadcasts.forPublisher('live').publish(publisher)) as FakeSource;
  const watch = async (source: Source): Promise<FakeSink> =>
    (await broadcasts.forViewer('live').watch(watchOptions(source, viewerOffer))) as FakeSink;
  return { clock, sfu, states, broadcasts, publish, watch };
}

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
  expect(broadcasts.view('live')).toMatchObject({ state: 'live', startedAtMs: 1_000_000 });
});

test('a channel takes one publisher, also while the first one is on its way', async () => {
  const { broadcasts } = hub();
  const first = broadcasts.forPublisher('live').publish(publisher);
  await expect(broadcasts.forPublisher('live').publish(publisher)).rejects.toMatchObject({
    code: 'channel_busy',
  });
  await first;
});

test('a publisher who is lost may come back to the same broadcast within the grace period', async () => {
  const { broadcasts, clock, publish, states } = hub();
  const first = await publish();
  first.sendMedia();
  const { id } = broadcasts.view('live') ?? {};
  first.closeFor('silent');
  expect(broadcasts.view('live')?.state).toBe('interrupted');
  clock.advance(59_000);
  const second = await publish();
  // The grace period holds while it connects.
  clock.advance(10_000);
  second.sendMedia();
  expect(broadcasts.view('live')).toMatchObject({ id, state: 'live', startedAtMs: 1_000_000 });
  expect(states).toEqual(['live', 'interrupted', 'live']);
});

test('a broadcast whose publisher stays away ends with the grace period', async () => {
  const { broadcasts, clock, publish } = hub();
  const source = await publish();
  source.sendMedia();
  source.closeFor('silent');
  clock.advance(59_999);
  expect(broadcasts.view('live')?.state).toBe('interrupted');
  clock.advance(1);
  expect(broadcasts.view('live')?.state).toBe('ended');
});

test('one who comes back but never connects neither ends it nor holds it for ever', async () => {
  const { broadcasts, clock, publish } = hub();
  const source = await publish();
  source.sendMedia();
  source.closeFor('silent');
  const second = await publish();
  second.closeFor('closed');
  expect(broadcasts.view('live')?.state).toBe('interrupted');
  clock.advance(60_000);
  expect(broadcasts.view('live')?.state).toBe('ended');
});

test('a goodbye ends it at once, and the next publisher begins a new one', async () => {
  const { broadcasts, publish, clock } = hub();
  const source = await publish();
  source.sendMedia();
  const first = broadcasts.view('live')?.id;
  broadcasts.forPublisher('live').end();
  expect(broadcasts.view('live')).toMatchObject({ state: 'ended', endedAtMs: 1_000_000 });
  expect(source.isClosed).toBe(true);
  expect(clock.pending).toBe(0);
  await publish();
  expect(broadcasts.view('live')?.id).not.toBe(first);
});

test('a publisher who never shows anything leaves no trace', async () => {
  const { broadcasts, publish } = hub();
  (await publish()).closeFor('closed');
  expect(broadcasts.view('live')).toBeNull();
  const shown = await publish();
  shown.sendMedia();
  broadcasts.forPublisher('live').end();
  (await publish()).closeFor('dtls');
  expect(broadcasts.view('live')).toMatchObject({ state: 'ended', startedAtMs: 1_000_000 });
});

test('viewers count once they are connected, and go with the publisher', async () => {
  const { broadcasts, publish, watch, clock } = hub();
  const source = await publish();
  source.sendMedia();
  const [a, b] = [await watch(source), await watch(source)];
  expect(broadcasts.view('live')?.viewers).toBe(0);
  a.connect();
  b.connect();
  expect(broadcasts.view('live')?.viewers).toBe(2);
  a.close();
  expect(broadcasts.view('live')?.viewers).toBe(1);
  source.closeFor('worker');
  expect(broadcasts.view('live')).toMatchObject({ state: 'interrupted', viewers: 0 });
  expect(b.isClosed).toBe(true);
  broadcasts.close();
  expect(clock.pending).toBe(0);
});

test('a viewer asks for a key frame again in each interval until one flows', async () => {
  const { publish, watch, clock } = hub();
  const source = await publish();
  source.sendMedia();
  const sink = await watch(source);
  clock.advance(5_000);
  expect(source.keyFrameRequests).toBe(0);
  sink.connect();
  clock.advance(3 * limits.keyFrameIntervalMs);
  expect(source.keyFrameRequests).toBe(3);
  sink.sendKeyFrame();
  clock.advance(60_000);
  expect(source.keyFrameRequests).toBe(3);
});

test("the publisher's clock is forgotten with its connection", async () => {
  const { broadcasts, publish } = hub();
  const source = await publish();
  source.sendMedia();
  broadcasts.forViewer('live').setCaptureClock(12.5);
  expect(broadcasts.view('live')?.captureClockOffsetMs).toBe(12.5);
  source.closeFor('silent');
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

import { ManualTime, settle } from '@tallylight/webrtc/testing';
import { expect, test } from 'vitest';
import type { WatchedChannel } from './channel.ts';
import { ChannelWatch } from './channel-watch.ts';

function make(fetchChannel: () => Promise<WatchedChannel>) {
  const time = new ManualTime();
  const read: WatchedChannel[] = [];
  let fetched = 0;
  const watch = new ChannelWatch({
    fetchChannel: () => {
      fetched += 1;
      return fetchChannel();
    },
    timers: time.timers,
    nowMs: time.nowMs,
    paceMs: () => 3_000,
    read: (channel) => read.push(channel),
  });
  return { time, watch, read, fetched: () => fetched };
}

const off: WatchedChannel = { broadcast: null };

test('it reads at once and then at its pace, until it is stopped', async () => {
  const { time, watch, read } = make(async () => off);
  expect(watch.channel).toBeNull();
  watch.start();
  await time.advance(6_500);
  expect(read).toHaveLength(3);
  expect(watch.channel).toBe(off);
  watch.stop();
  await time.advance(60_000);
  expect(read).toHaveLength(3);
  expect(time.armed).toBe(0);
});

test('those who ask together share one reading, which puts off the next', async () => {
  const { time, watch, fetched } = make(async () => off);
  watch.start();
  await time.advance(2_000);
  const [a, b] = await Promise.all([watch.refresh(), watch.refresh()]);
  expect(a).toBe(off);
  expect(b).toBe(off);
  expect(fetched()).toBe(2);
  await time.advance(2_900);
  expect(fetched()).toBe(2);
  await time.advance(200);
  expect(fetched()).toBe(3);
  watch.stop();
});

test('a channel that can not be read is null, and is read again', async () => {
  let works = false;
  const { time, watch, read } = make(async () => {
    if (!works) throw new Error('offline');
    return off;
  });
  watch.start();
  await settle();
  expect(await watch.refresh()).toBeNull();
  works = true;
  await time.advance(3_000);
  expect(read).toEqual([off]);
  watch.stop();
});

test('what comes in after the stop is not told', async () => {
  const late = Promise.withResolvers<WatchedChannel>();
  const { watch, read } = make(() => late.promise);
  watch.start();
  watch.stop();
  late.resolve(off);
  await settle();
  expect(read).toEqual([]);
});

test('what was read lately is known, and what is older is read anew', async () => {
  const { time, watch, fetched } = make(async () => off);
  watch.start();
  await time.advance(900);
  expect(await watch.known(1_000)).toBe(off);
  expect(fetched()).toBe(1);
  await time.advance(200);
  expect(await watch.known(1_000)).toBe(off);
  expect(fetched()).toBe(2);
  watch.stop();
});

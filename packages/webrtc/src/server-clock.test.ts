import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';
import { ManualTime } from './testing/index.ts';

/** A server whose clock is ahead, over a network whose round trips a test sets. */
function make(roundTripsMs: number[], aheadMs = 5_000) {
  const time = new ManualTime();
  let requests = 0;
  const clock = new ServerClock({
    environment: {
      nowMs: time.nowMs,
      timers: time.timers,
      fetch: async () => {
        requests += 1;
        const roundTripMs = roundTripsMs.shift() ?? 4;
        if (roundTripMs < 0) throw new TypeError('offline');
        const arrived = Promise.withResolvers<void>();
        time.timers.setTimeout(arrived.resolve, roundTripMs / 2);
        await arrived.promise;
        const body = JSON.stringify({ nowMs: time.nowMs() + aheadMs });
        const back = Promise.withResolvers<void>();
        time.timers.setTimeout(back.resolve, roundTripMs / 2);
        await back.promise;
        return new Response(body);
      },
    },
    url: '/api/clock',
  });
  return { time, clock, requests: () => requests };
}

test('the first reading is there after one good round trip', async () => {
  const { time, clock } = make([4]);
  clock.start();
  expect(clock.getReading()).toBeNull();
  await time.advance(4);
  expect(clock.getReading()).toMatchObject({ offsetMs: 5_000, uncertaintyMs: 2 });
  clock.stop();
});

test('where none is good, it is there after the burst, and is the best of it', async () => {
  const { time, clock } = make([300, 80, 40, 60, 90]);
  let heard = 0;
  clock.subscribe(() => {
    heard += 1;
  });
  clock.start();
  await time.advance(700);
  expect(clock.getReading()).toBeNull();
  await time.advance(100);
  expect(clock.getReading()).toMatchObject({ uncertaintyMs: 20 });
  expect(heard).toBe(1);
  clock.stop();
});

test('where none is good it goes on, faster than later, until one is', async () => {
  const bad = Array.from({ length: 10 }, () => 80);
  const { time, clock, requests } = make([...bad, 4]);
  clock.start();
  await time.advance(4_000);
  expect(clock.getReading()).toMatchObject({ offsetMs: 5_000, uncertaintyMs: 2 });
  expect(requests()).toBe(11);
  await time.advance(5_000);
  expect(requests()).toBe(11);
  clock.stop();
});

test('where none ever is, it does not hurry for ever', async () => {
  const { time, clock, requests } = make(Array.from({ length: 100 }, () => 80));
  clock.start();
  await time.advance(60_000);
  expect(requests()).toBeLessThan(35);
  expect(clock.getReading()?.uncertaintyMs).toBe(40);
  clock.stop();
});

test('then it measures every 10 s for a minute, and every 30 s', async () => {
  const { time, clock, requests } = make([]);
  clock.start();
  await time.advance(1_000);
  expect(requests()).toBe(5);
  await time.advance(60_000);
  expect(requests()).toBe(11);
  await time.advance(60_000);
  expect(requests()).toBe(13);
  clock.stop();
});

test('a reading is the same object until there is a better one', async () => {
  const { time, clock } = make([4, 10, 10, 10, 10, 2]);
  clock.start();
  await time.advance(1_000);
  const reading = clock.getReading();
  expect(reading?.uncertaintyMs).toBe(2);
  await time.advance(10_000);
  expect(clock.getReading()).not.toBe(reading);
  expect(clock.getReading()?.uncertaintyMs).toBe(1);
  clock.stop();
});

test('without a network it goes on trying and keeps what it knows', async () => {
  const { time, clock, requests } = make([-1, 4, 10, 10, 10, 10, -1, -1, -1, -1]);
  clock.start();
  await time.advance(1_000);
  expect(clock.getReading()).toBeNull();
  await time.advance(2_000);
  const reading = clock.getReading();
  expect(reading?.offsetMs).toBe(5_000);
  await time.advance(14_000);
  expect(clock.getReading()).toBe(reading);
  expect(requests()).toBeGreaterThan(7);
  clock.stop();
});

test('a clock that is stopped measures no more, and can start again', async () => {
  const { time, clock, requests } = make([]);
  clock.start();
  clock.start();
  await time.advance(15);
  clock.stop();
  const before = requests();
  await time.advance(60_000);
  expect(requests()).toBe(before);
  expect(time.armed).toBe(0);
  clock.start();
  await time.advance(100);
  expect(requests()).toBeGreaterThan(before);
  clock.stop();
});

test('an answer that is no clock is passed over', async () => {
  const { time, clock } = make([]);
  const broken = new ServerClock({
    environment: {
      nowMs: time.nowMs,
      timers: time.timers,
      fetch: async () => new Response('{"nowMs":"late"}'),
    },
    url: '/',
  });
  broken.start();
  await time.advance(10_000);
  expect(broken.getReading()).toBeNull();
  broken.stop();
  clock.stop();
});

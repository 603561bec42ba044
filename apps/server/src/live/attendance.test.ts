import { limits } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { Attendance } from './attendance.ts';
import { ConnectionLife } from './connection-life.ts';
import { FakeClock } from './fake-clock.ts';
import { LiveError } from './live-error.ts';
import { Places } from './places.ts';
import { hub } from './testing/hub.ts';

const address = '192.0.2.1';

function hall({ perAddress = 0, total = 1e6 } = {}) {
  const clock = new FakeClock();
  const places = new Places({
    ...{ perAddress, total },
    ...{ tooManyInAll: LiveError.tooManyViewers, tooManyFromAddress: LiveError.tooManyFromAddress },
  });
  const told: number[] = [];
  const attendance: Attendance = new Attendance({
    clock,
    places,
    onChange: () => told.push(attendance.size),
  });
  const connect = (viewer: string | null): ConnectionLife => {
    const session = new ConnectionLife();
    attendance.admit(session, viewer);
    session.connect();
    return session;
  };
  return { clock, told, attendance, connect };
}

test('a viewer counts from its first word until it is silent for long', () => {
  const { clock, attendance } = hall();
  attendance.hear('anna', address);
  clock.advance(limits.presenceEveryMs);
  attendance.hear('anna', address);
  expect(attendance.size).toBe(1);
  clock.advance(limits.presenceMs - 1);
  expect(attendance.size).toBe(1);
  clock.advance(1);
  expect(attendance.size).toBe(0);
  expect(clock.pending).toBe(0);
});

test('a viewer who leaves has gone at once, and may come back', () => {
  const { attendance } = hall();
  attendance.hear('anna', address);
  attendance.leave('anna');
  attendance.leave('anna');
  attendance.leave('nobody');
  expect(attendance.size).toBe(0);
  attendance.hear('anna', address);
  expect(attendance.size).toBe(1);
});

test('a viewer and its sessions are one, whichever comes first and whichever goes', () => {
  const { clock, attendance, connect } = hall();
  const first = connect('anna');
  attendance.hear('anna', address);
  const second = connect('anna');
  expect(attendance.size).toBe(1);
  first.end('closed');
  second.end('closed');
  expect(attendance.size).toBe(1);
  clock.advance(limits.presenceMs);
  expect(attendance.size).toBe(0);
});

test('who is silent, and connected, is there', () => {
  const { clock, attendance, connect } = hall();
  attendance.hear('anna', address);
  const session = connect('anna');
  clock.advance(10 * limits.presenceMs);
  expect(attendance.size).toBe(1);
  session.end('silent');
  expect(attendance.size).toBe(0);
});

test('who leaves does not stay for a session that closes later, but for one made later', () => {
  const { attendance, connect } = hall();
  attendance.hear('anna', address);
  const old = connect('anna');
  attendance.leave('anna');
  expect(attendance.size).toBe(0);
  const fresh = connect('anna');
  expect(attendance.size).toBe(1);
  old.end('dtls');
  expect(attendance.size).toBe(1);
  fresh.end('closed');
  expect(attendance.size).toBe(0);
});

test('sessions of nobody count each for itself, and only while connected', () => {
  const { attendance, connect } = hall();
  attendance.admit(new ConnectionLife(), null);
  const sessions = [connect(null), connect(null)];
  attendance.hear('anna', address);
  expect(attendance.size).toBe(3);
  for (const session of sessions) session.end('closed');
  expect(attendance.size).toBe(1);
});

test('an address has room for so many; who is there already may go on', () => {
  const { attendance, clock } = hall({ perAddress: 2 });
  attendance.hear('anna', address);
  attendance.hear('ben', address);
  expect(() => attendance.hear('cleo', address)).toThrow(
    expect.objectContaining({ code: 'too_many_requests' }),
  );
  attendance.hear('anna', address);
  attendance.hear('anna', '192.0.2.2');
  attendance.hear('dora', '192.0.2.2');
  expect(attendance.size).toBe(3);
  attendance.leave('ben');
  attendance.hear('cleo', address);
  clock.advance(limits.presenceMs);
  for (const viewer of ['eve', 'finn']) attendance.hear(viewer, address);
  expect(attendance.size).toBe(2);
});

test('the server has room for so many', () => {
  const { attendance } = hall({ total: 1 });
  attendance.hear('anna', '192.0.2.1');
  expect(() => attendance.hear('ben', '192.0.2.2')).toThrow(
    expect.objectContaining({ code: 'too_many_requests', retryAfterMs: limits.presenceMs }),
  );
});

test('ten thousand viewers take one timer, and are told of four times a second', () => {
  const { attendance, clock, told } = hall();
  const viewers = Array.from({ length: 10_000 }, (_, number) => `viewer-${number}`);
  for (let round = 0; round < 3; round += 1) {
    for (const viewer of viewers) {
      attendance.hear(viewer, address);
      clock.advance(1);
      expect(clock.pending).toBeLessThanOrEqual(2);
    }
  }
  expect(attendance.size).toBe(10_000);
  expect(told.length).toBeLessThanOrEqual(1 + 10_000 / 250);
  clock.advance(limits.presenceMs);
  expect(attendance.size).toBe(0);
  clock.advance(1_000);
  expect(told.at(-1)).toBe(0);
  expect(clock.pending).toBe(0);
});

test('random comings and goings are counted right', () => {
  const { attendance, clock, connect } = hall();
  const names = ['anna', 'ben', 'cleo', null];
  const open = new Set<{ session: ConnectionLife; name: string | null; counts: boolean }>();
  const heardAtMs = new Map<string, number>();
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let step = 0; step < 5_000; step += 1) {
    const name = names[random(names.length)] ?? null;
    const [some] = [...open].slice(random(open.size + 1));
    switch (random(5)) {
      case 0:
        open.add({ session: connect(name), name, counts: true });
        break;
      case 1:
        some?.session.end('closed');
        if (some !== undefined) open.delete(some);
        break;
      case 2:
        attendance.hear(name ?? 'dora', address);
        heardAtMs.set(name ?? 'dora', clock.now());
        break;
      case 3:
        attendance.leave(name ?? 'dora');
        heardAtMs.delete(name ?? 'dora');
        for (const entry of open) if (entry.name === (name ?? 'dora')) entry.counts = false;
        break;
      default:
        clock.advance(random(9_000));
    }
    const there = new Set<unknown>();
    for (const [viewer, atMs] of heardAtMs) {
      if (clock.now() - atMs < limits.presenceMs) there.add(viewer);
    }
    for (const entry of open) if (entry.counts) there.add(entry.name ?? entry);
    expect(attendance.size, `step ${step}`).toBe(there.size);
  }
});

test('viewers who wait before a broadcast count in it, and not after its end', async () => {
  const { broadcasts, goLive, watch, clock } = hub();
  broadcasts.hear('live', { id: 'anna', address });
  broadcasts.hear('live', { id: 'ben', address });
  const source = await goLive();
  expect(broadcasts.view('live')?.viewers).toBe(2);
  const sink = await watch(source, 'anna');
  sink.connect();
  (await watch(source)).connect();
  expect(broadcasts.view('live')?.viewers).toBe(3);
  let told = 0;
  clock.advance(1_000);
  broadcasts.subscribe('live', () => {
    told += 1;
  });
  broadcasts.leave('live', 'anna');
  expect([broadcasts.view('live')?.viewers, told]).toEqual([2, 1]);
  broadcasts.forPublisher('live').leave(source);
  expect(broadcasts.view('live')).toMatchObject({ state: 'ended', viewers: 0 });
  await goLive();
  expect(broadcasts.view('live')?.viewers).toBe(1);
  broadcasts.close();
  await new Promise(setImmediate);
  expect(clock.pending).toBe(0);
});

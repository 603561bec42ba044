import { limits } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { LiveError } from './live-error.ts';
import { Places } from './places.ts';
import { hub } from './testing/hub.ts';
import { Troubles } from './troubles.ts';

const address = '192.0.2.1';

function desk(perAddress = 0) {
  const clock = new FakeClock();
  const places = new Places({
    ...{ perAddress, total: 1e6 },
    ...{ tooManyInAll: LiveError.tooManyViewers, tooManyFromAddress: LiveError.tooManyFromAddress },
  });
  let told = 0;
  const troubles = new Troubles({
    clock,
    places,
    onChange: () => {
      told += 1;
    },
  });
  return { clock, places, troubles, told: () => told };
}

test('viewers count once a stage; what most suffer from comes first', () => {
  const { troubles } = desk();
  expect(troubles.add({ viewer: 'anna', stage: 'decode', address })).toBe(true);
  expect(troubles.add({ viewer: 'anna', stage: 'decode', address })).toBe(false);
  expect(troubles.add({ viewer: 'anna', stage: 'ice-udp', address })).toBe(true);
  expect(troubles.add({ viewer: 'ben', stage: 'ice-udp', address })).toBe(true);
  expect(troubles.add({ viewer: 'ben', stage: 'http', address })).toBe(true);
  expect(troubles.list).toEqual([
    { stage: 'ice-udp', viewers: 2 },
    { stage: 'http', viewers: 1 },
    { stage: 'decode', viewers: 1 },
  ]);
});

test('trouble is over some minutes after it was last told, and new to nobody', () => {
  const { clock, troubles } = desk();
  troubles.add({ viewer: 'anna', stage: 'decode', address });
  clock.advance(limits.troubleMs - 1);
  troubles.add({ viewer: 'ben', stage: 'decode', address });
  expect(troubles.list).toEqual([{ stage: 'decode', viewers: 2 }]);
  clock.advance(1);
  expect(troubles.list).toEqual([{ stage: 'decode', viewers: 1 }]);
  clock.advance(limits.troubleMs);
  expect(troubles.list).toEqual([]);
  expect(troubles.add({ viewer: 'anna', stage: 'decode', address })).toBe(false);
  expect(troubles.list).toEqual([{ stage: 'decode', viewers: 1 }]);
});

test('many reports in a row are told once a second', () => {
  const { clock, troubles, told } = desk();
  for (let number = 0; number < 1_000; number += 1) {
    troubles.add({ viewer: `viewer-${number}`, stage: 'dtls', address });
    clock.advance(2);
  }
  expect(told()).toBeLessThanOrEqual(3);
});

test('one address can say only so much, and an end gives its room back', () => {
  const { clock, places, troubles } = desk(1);
  troubles.add({ viewer: 'anna', stage: 'dtls', address });
  expect(() => troubles.add({ viewer: 'ben', stage: 'dtls', address })).toThrow(
    expect.objectContaining({ code: 'too_many_requests' }),
  );
  troubles.close();
  expect(clock.pending).toBe(0);
  places.take(address);
});

test('the publishing side hears of the trouble of its own broadcast', async () => {
  const { broadcasts, goLive } = hub();
  const report = { viewer: 'anna', stage: 'no-media', address } as const;
  expect(broadcasts.report('live', report)).toBeNull();
  const source = await goLive();
  const heard: unknown[] = [];
  broadcasts.subscribe('live', () => heard.push(broadcasts.news('live').viewerTroubles));
  expect(broadcasts.report('live', report)?.channel).toBe('live');
  expect(broadcasts.report('live', report)).toBeNull();
  expect(heard).toEqual([[{ stage: 'no-media', viewers: 1 }]]);
  broadcasts.forPublisher('live').leave(source);
  expect(heard.at(-1)).toEqual([]);
  expect(broadcasts.report('live', report)).toBeNull();
  await goLive();
  expect(broadcasts.report('live', report)).not.toBeNull();
});

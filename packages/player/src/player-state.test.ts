import { SessionError } from '@tallylight/webrtc';
import { expect, test } from 'vitest';
import { type PlayerEvent, type PlayerState, transition } from './player-state.ts';

const error = SessionError.lost();

const states: Readonly<Record<string, PlayerState>> = {
  idle: { name: 'idle' },
  offline: { name: 'offline' },
  connecting: { name: 'connecting' },
  live: { name: 'live', path: 'webrtc' },
  interrupted: { name: 'interrupted' },
  ended: { name: 'ended' },
  failed: { name: 'failed', error, retryable: true },
};

const events: Readonly<Record<string, PlayerEvent>> = {
  started: { name: 'started' },
  answered: { name: 'answered' },
  flowing: { name: 'flowing', path: 'webrtc' },
  frozen: { name: 'frozen' },
  'off-air': { name: 'off-air' },
  ended: { name: 'ended' },
  'gave-up': { name: 'gave-up', error, retryable: false },
  stopped: { name: 'stopped' },
};

// What each event makes of each state; a dot where it means nothing.
const table = `
  event     idle        offline     connecting  live         interrupted  ended       failed
  started   connecting  .           .           .            .            .           connecting
  answered  .           connecting  .           .            .            connecting  .
  flowing   .           live        live        .            live         live        live
  frozen    .           .           .           interrupted  .            .           .
  off-air   .           .           offline     .            .            .           offline
  ended     .           .           .           ended        ended        .           .
  gave-up   .           failed      failed      failed       failed       failed      failed
  stopped   .           idle        idle        idle         idle         idle        idle
`;

const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/));
const cases = rows.flatMap(([event = '', ...after]) =>
  after.map((next, index) => ({ state: header[index + 1] ?? '', event, next })),
);

test('the table is whole', () => {
  expect(header.slice(1)).toEqual(Object.keys(states));
  expect(rows.map(([event]) => event)).toEqual(Object.keys(events));
  expect(cases).toHaveLength(header.slice(1).length * rows.length);
});

test.each(cases)('$state, $event: $next', ({ state: from, event: by, next }) => {
  const [state, event] = [states[from], events[by]];
  if (state === undefined || event === undefined) return expect.fail(`unknown ${from} or ${by}`);
  const after = transition(state, event);
  if (next === '.') expect(after).toBe(state);
  else expect(after.name).toBe(next);
});

test('live names its path, failed its reason', () => {
  expect(transition({ name: 'connecting' }, { name: 'flowing', path: 'webrtc' })).toEqual({
    name: 'live',
    path: 'webrtc',
  });
  const event: PlayerEvent = { name: 'gave-up', error, retryable: false };
  expect(transition({ name: 'connecting' }, event)).toEqual({
    name: 'failed',
    error,
    retryable: false,
  });
});

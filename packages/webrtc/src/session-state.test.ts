import { expect, test } from 'vitest';
import { SessionError } from './errors.ts';
import { type SessionEvent, type SessionState, transition } from './session-state.ts';

const error = SessionError.lost();

const states: Readonly<Record<string, SessionState>> = {
  new: { name: 'new' },
  negotiating: { name: 'negotiating' },
  connecting: { name: 'connecting' },
  connected: { name: 'connected' },
  failed: { name: 'failed', error },
  closed: { name: 'closed' },
};

const events: Readonly<Record<string, SessionEvent>> = {
  started: { name: 'started' },
  answered: { name: 'answered' },
  connected: { name: 'connected' },
  failed: { name: 'failed', error },
  closed: { name: 'closed' },
};

// What each event makes of each state; a dot where it means nothing.
const table = `
  event      new          negotiating  connecting  connected  failed  closed
  started    negotiating  .            .           .          .       .
  answered   .            connecting   .           .          .       .
  connected  .            .            connected   .          .       .
  failed     failed       failed       failed      failed     .       .
  closed     closed       closed       closed      closed     .       .
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

test('a failed session tells why', () => {
  expect(transition({ name: 'connected' }, { name: 'failed', error })).toEqual({
    name: 'failed',
    error,
  });
});

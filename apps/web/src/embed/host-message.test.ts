import { describe, expect, test } from 'vitest';
import { readHostMessage } from './host-message.ts';

const base = { source: 'tallylight-host', version: 1 };

describe('commands', () => {
  test.each(['play', 'pause', 'mute', 'unmute', 'live', 'getState'])('%s', (command) => {
    expect(readHostMessage({ ...base, command, id: 7 })).toEqual({ id: 7, command: { command } });
  });

  test.each([0, 0.5, 1])('a volume of %d', (value) => {
    expect(readHostMessage({ ...base, command: 'setVolume', value, id: 'a' })).toEqual({
      id: 'a',
      command: { command: 'setVolume', value },
    });
  });

  test('an id is not needed', () => {
    expect(readHostMessage({ ...base, command: 'play' })).toMatchObject({ id: null });
  });
});

test.each([
  ['no command', { ...base }, 'command_unknown', 'undefined'],
  ['another command', { ...base, command: 'explode' }, 'command_unknown', '"explode"'],
  ['a property of objects', { ...base, command: 'constructor' }, 'command_unknown', 'constructor'],
  ['a command that is none', { ...base, command: { a: 1 } }, 'command_unknown', 'of type object'],
  ['another version', { ...base, version: 2, command: 'play' }, 'version_unknown', '2'],
  ['no version', { source: base.source, command: 'play' }, 'version_unknown', 'undefined'],
  ['no volume', { ...base, command: 'setVolume' }, 'value_invalid', 'undefined'],
  ['too loud', { ...base, command: 'setVolume', value: 1.01 }, 'value_invalid', '1.01'],
  ['a volume below nothing', { ...base, command: 'setVolume', value: -1 }, 'value_invalid', '-1'],
  ['no number', { ...base, command: 'setVolume', value: Number.NaN }, 'value_invalid', 'NaN'],
  ['a volume in words', { ...base, command: 'setVolume', value: '1' }, 'value_invalid', '"1"'],
  ['an id that is none', { ...base, command: 'play', id: {} }, 'malformed', 'id'],
  ['an id too long', { ...base, command: 'play', id: 'x'.repeat(129) }, 'malformed', 'id'],
])('%s is refused by name', (_title, data, code, words) => {
  const request = readHostMessage(data);
  expect(request).toMatchObject({
    id: null,
    fault: { code, detail: expect.stringContaining(words) },
  });
});

test('a refusal brings the id back, and not more of a message than is needed', () => {
  const request = readHostMessage({ ...base, id: 'x', command: 'y'.repeat(100_000) });
  expect(request?.id).toBe('x');
  expect(JSON.stringify(request).length).toBeLessThan(300);
});

test.each([
  undefined,
  null,
  'tallylight-host',
  42,
  [],
  {},
  { source: 'react-devtools-bridge' },
  { source: 'tallylight-embed', version: 1, event: 'ready' },
  { source: ['tallylight-host'], version: 1, command: 'play' },
])('what is not for us is passed over: %j', (data) => {
  expect(readHostMessage(data)).toBeNull();
});

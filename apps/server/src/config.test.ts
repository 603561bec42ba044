import { expect, test } from 'vitest';
import { readConfig, variableName } from './config.ts';
import { ConfigError } from './config-error.ts';

function problemsOf(...args: Parameters<typeof readConfig>): readonly string[] {
  try {
    readConfig(...args);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('nothing set is a server that works', () => {
  expect(readConfig({})).toMatchObject({
    port: 8080,
    mediaPort: 8189,
    dataDir: 'data',
    workers: 1,
  });
});

test('the environment goes over the file, the file over the defaults', () => {
  const file = { name: 'tallylight.json', content: { port: 9000, mediaPort: 9001 } };
  expect(readConfig({ TALLYLIGHT_PORT: '9002' }, file)).toMatchObject({
    port: 9002,
    mediaPort: 9001,
    host: '0.0.0.0',
  });
});

test('lists and channels are written in one line of the environment', () => {
  const config = readConfig({
    TALLYLIGHT_ANNOUNCED_ADDRESSES: '198.51.100.4, 2001:db8::4',
    TALLYLIGHT_CHANNELS: 'games:0123456789abcdef, music:fedcba9876543210:x',
  });
  expect(config.announcedAddresses).toEqual(['198.51.100.4', '2001:db8::4']);
  expect(config.channels).toEqual({ games: '0123456789abcdef', music: 'fedcba9876543210:x' });
});

test('every problem is told at once, each by the name of its setting and with its value', () => {
  const file = { name: 'my.json', content: { graceSeconds: -1, colour: 'red' } };
  const problems = problemsOf(
    {
      TALLYLIGHT_PORT: '99999',
      TALLYLIGHT_ANNOUNCED_ADDRESSES: 'example.org',
      TALLYLIGHT_LOG_LEVEL: 'loud',
      TALLYLIGHT_PROT: '80',
      TALLYLIGHT_PUBLIC_URL: 'ftp://example.org',
    },
    file,
  ).join('\n');
  expect(problems).toContain('TALLYLIGHT_PROT: there is no such setting');
  expect(problems).toMatch(/TALLYLIGHT_PORT: .*65535.*"99999"/);
  expect(problems).toMatch(/TALLYLIGHT_ANNOUNCED_ADDRESSES.*is not an IP address.*"example.org"/);
  expect(problems).toMatch(/TALLYLIGHT_LOG_LEVEL: .*"loud"/);
  expect(problems).toMatch(/TALLYLIGHT_PUBLIC_URL: .*"ftp:/);
  expect(problems).toMatch(/my.json "graceSeconds": /);
  expect(problems).toContain('my.json "colour": there is no such setting');
});

test('a bad key is named by its channel and not shown', () => {
  const [problem = ''] = problemsOf({ TALLYLIGHT_CHANNELS: 'games:short' });
  expect(problem).toMatch(/TALLYLIGHT_CHANNELS \(games\): a stream key has at least 16 characters/);
  expect(problem).not.toContain('short');
});

test('a channel name that could not stand in a URL is refused', () => {
  expect(problemsOf({ TALLYLIGHT_CHANNELS: 'My Games:0123456789abcdef' }).join()).toContain(
    'a-z, 0-9',
  );
});

test('a file that is no object is refused', () => {
  expect(problemsOf({}, { name: 'my.json', content: 7 })).toEqual([
    'my.json: is not a JSON object',
  ]);
});

test('settings are named alike in the file and in the environment', () => {
  expect(variableName('announcedAddresses')).toBe('TALLYLIGHT_ANNOUNCED_ADDRESSES');
});

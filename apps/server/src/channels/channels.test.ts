import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChannelFile } from './channel-file.ts';
import { Channels } from './channels.ts';

let dataDir = '';
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'tallylight-channels-')), 'data');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true }));

const open = (configured: Record<string, string> = {}) =>
  Channels.open(new ChannelFile(dataDir), configured);

test('the first start makes the channel "live" and tells its key; later ones know it only by its hash', async () => {
  const first = await open();
  expect(first.newKey).toMatch(/^[\w-]{32}$/);
  const later = await open();
  expect(later.newKey).toBeUndefined();
  expect(() => later.channels.requireOwner('live', first.newKey)).not.toThrow();
  const file = await readFile(join(dataDir, 'channels.json'), 'utf8');
  expect(file).not.toContain(first.newKey);
  expect((await stat(join(dataDir, 'channels.json'))).mode & 0o077).toBe(0);
});

test('a new key makes the old one useless', async () => {
  const { channels, newKey } = await open();
  const renewed = await channels.renewKey('live');
  expect(() => channels.requireOwner('live', newKey)).toThrow(/not the stream key/);
  expect(() => channels.requireOwner('live', renewed)).not.toThrow();
});

test('a configured channel has the configured key, and no other is made for it', async () => {
  const { channels, newKey } = await open({ live: '0123456789abcdef' });
  expect(newKey).toBeUndefined();
  expect(() => channels.requireOwner('live', '0123456789abcdef')).not.toThrow();
  await expect(channels.renewKey('live')).rejects.toThrow(/comes from the configuration/);
});

test('who holds no key, the wrong one, or asks for a channel that is not there is told which', async () => {
  const { channels } = await open();
  expect(() => channels.requireOwner('live', undefined)).toThrow(
    expect.objectContaining({ code: 'key_missing' }),
  );
  expect(() => channels.requireOwner('live', 'x')).toThrow(
    expect.objectContaining({ code: 'key_wrong' }),
  );
  for (const name of ['other', '__proto__', 'constructor', '']) {
    expect(() => channels.requireOwner(name, 'x')).toThrow(
      expect.objectContaining({ code: 'channel_unknown' }),
    );
  }
});

test('a damaged file stops the start, and stays as it is', async () => {
  await open();
  const path = join(dataDir, 'channels.json');
  await writeFile(path, '{"version":1,"channels":{"live"');
  await expect(open()).rejects.toThrow(/channels\.json can't be read/);
  expect(await readFile(path, 'utf8')).toBe('{"version":1,"channels":{"live"');
});

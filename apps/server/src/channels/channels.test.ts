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

test('what owners tell is kept over a start, of configured channels too', async () => {
  const configured = { stage: '0123456789abcdef' };
  const { channels } = await open(configured);
  expect(channels.details('live')).toEqual({ title: null, startsAtMs: null });
  await Promise.all([
    channels.setDetails('live', { title: 'One', startsAtMs: 5 }),
    channels.setDetails('stage', { title: '', startsAtMs: null }),
    channels.setDetails('stage', { title: 'Two', startsAtMs: null }),
  ]);
  const later = await open(configured);
  expect(later.channels.details('live')).toEqual({ title: 'One', startsAtMs: 5 });
  expect(later.channels.details('stage')).toEqual({ title: 'Two', startsAtMs: null });
  await expect(channels.setDetails('other', { title: 'x', startsAtMs: null })).rejects.toThrow(
    expect.objectContaining({ code: 'channel_unknown' }),
  );
  expect(channels.details('constructor')).toEqual({ title: null, startsAtMs: null });
});

test('a new key leaves what the owner told', async () => {
  const { channels } = await open();
  await channels.setDetails('live', { title: 'One', startsAtMs: null });
  await channels.renewKey('live');
  expect((await open()).channels.details('live').title).toBe('One');
});

test('a start is over with a broadcast at that time, not before', async () => {
  const { channels } = await open();
  await channels.setDetails('live', { title: 'One', startsAtMs: 1_000 });
  await channels.passStart('live', 999);
  expect(channels.details('live').startsAtMs).toBe(1_000);
  await channels.passStart('live', 1_000);
  expect((await open()).channels.details('live')).toEqual({ title: 'One', startsAtMs: null });
});

test('a file of before still reads, and one with details alone still gets a first channel', async () => {
  const keyHash = '0'.repeat(64);
  const path = join(dataDir, 'channels.json');
  await open();
  await writeFile(path, JSON.stringify({ version: 1, channels: { old: { keyHash } } }));
  const { channels, newKey } = await open();
  expect([channels.isKnown('old'), newKey]).toEqual([true, undefined]);
  const details = { stage: { title: 'Kept', startsAtMs: null } };
  await writeFile(path, JSON.stringify({ version: 1, channels: {}, details }));
  expect((await open({ live: '0123456789abcdef' })).newKey).toBeUndefined();
  expect((await open()).newKey).toBeDefined();
  const both = await open({ stage: '0123456789abcdef' });
  expect(both.channels.details('stage').title).toBe('Kept');
});

test('what could not be written is not told', async () => {
  const { channels } = await open();
  await rm(dataDir, { recursive: true });
  await writeFile(dataDir, 'no folder');
  await expect(channels.setDetails('live', { title: 'x', startsAtMs: null })).rejects.toThrow();
  expect(channels.details('live').title).toBeNull();
});

test('a damaged file stops the start, and stays as it is', async () => {
  await open();
  const path = join(dataDir, 'channels.json');
  await writeFile(path, '{"version":1,"channels":{"live"');
  await expect(open()).rejects.toThrow(/channels\.json can't be read/);
  expect(await readFile(path, 'utf8')).toBe('{"version":1,"channels":{"live"');
});

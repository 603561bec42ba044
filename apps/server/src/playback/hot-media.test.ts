import { expect, test } from 'vitest';
import { HotMedia } from './hot-media.ts';

const media = (size: number, fill = 1) => ({
  bytes: Buffer.alloc(size, fill),
  type: 'video/mp4',
  etag: '"x"',
});

test('what was kept is found with a head of its length and of this second', () => {
  const hot = new HotMedia();
  hot.keep('/a', media(10));
  const answer = hot.find('/a');
  expect(answer?.subarray(-10)).toEqual(Buffer.alloc(10, 1));
  const head = answer?.toString('latin1', 0, answer.length - 10) ?? '';
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\nDate: .* GMT\r\n[\s\S]*\r\n\r\n$/);
  expect(head).toContain('\r\ncontent-length: 10\r\n');
  const date = Date.parse(/Date: (.*)\r\n/.exec(head)?.[1] ?? '');
  expect(Math.abs(Date.now() - date)).toBeLessThan(2_000);
});

test('the oldest leaves when there is no room, and what is too large never comes', () => {
  const hot = new HotMedia(100);
  for (const name of ['/a', '/b', '/c', '/d', '/e']) hot.keep(name, media(25));
  expect(['/a', '/b', '/c', '/d', '/e'].filter((name) => hot.find(name) !== null)).toEqual([
    '/b',
    '/c',
    '/d',
    '/e',
  ]);
  hot.keep('/large', media(26));
  expect(hot.find('/large')).toBeNull();
  expect(hot.find('/e')).not.toBeNull();
});

test('what was asked for with a query is for that asking alone', () => {
  const hot = new HotMedia();
  hot.keep('/a?token=1', media(10));
  expect(hot.find('/a?token=1')).toBeNull();
});

test('what is kept under a name stays what it was', () => {
  const hot = new HotMedia();
  hot.keep('/a', media(10, 1));
  hot.keep('/a', media(10, 2));
  expect(hot.find('/a')?.subarray(-10)).toEqual(Buffer.alloc(10, 1));
});

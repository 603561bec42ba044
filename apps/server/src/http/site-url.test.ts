import { expect, test } from 'vitest';
import { isOurs, siteUrl } from './site-url.ts';

const asked = (host: string, protocol = 'http') =>
  ({ host, protocol }) as { host: string; protocol: 'http' | 'https' };

test.each([
  ['example.org', 'http://example.org'],
  ['Example.org:8080', 'http://example.org:8080'],
  ['example.org:80', 'http://example.org'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['[::1]:8080', 'http://[::1]:8080'],
  ['my_host', 'http://my_host'],
])('links start with what the client called us: %s', (host, url) => {
  expect(siteUrl(asked(host), undefined)).toBe(url);
});

test.each([
  '',
  'a b',
  'example.org/evil',
  'evil.org@example.org',
  '"><script>alert(1)</script>',
  "example.org'onload='x",
  'example.org:99999',
  'example.org:port',
  'example.org\\evil',
  'example.org#x',
  '[not-an-address]',
  '[::1',
  `${'a'.repeat(300)}.org`,
])('what no server is called makes no links: %j', (host) => {
  expect(siteUrl(asked(host), undefined)).toBeNull();
});

test('neither does a scheme of somebody’s own', () => {
  expect(siteUrl(asked('example.org', 'javascript'), undefined)).toBeNull();
});

test('the configured URL is the stronger', () => {
  expect(siteUrl(asked('"><script>'), 'https://tv.example/')).toBe('https://tv.example');
});

test.each([
  ['http://example.org/watch/live', true],
  ['https://example.org/watch/live', true],
  ['https://tv.example/watch/live', true],
  ['https://tv.example:444/watch/live', false],
  ['https://example.org.evil.example/watch/live', false],
  ['ftp://example.org/watch/live', false],
])('%s is ours: %s', (url, ours) => {
  expect(isOurs(new URL(url), asked('example.org'), 'https://tv.example')).toBe(ours);
});

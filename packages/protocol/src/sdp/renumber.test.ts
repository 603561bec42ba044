import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'sdp-transform';
import { expect, test } from 'vitest';
import { absCaptureTimeUri, sfuExtensionIds } from './header-extensions.ts';
import { offerExtension, renumberExtensions } from './renumber.ts';

const folder = new URL('../../fixtures/offers/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.sdp'));
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

test.each(names)('%s: every extension has the id that the SFU gives it', (name) => {
  const { media } = parse(renumberExtensions(fixture(name)));
  for (const section of media.filter(({ type }) => type !== 'application')) {
    const ids = (section.ext ?? []).map(({ value }) => value);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { uri, value } of section.ext ?? []) expect(value).toBe(sfuExtensionIds[uri]);
    expect((section.ext ?? []).map(({ uri }) => uri)).toContain(absCaptureTimeUri);
  }
});

test.each(names)('%s: nothing but extensions changes', (name) => {
  const others = (sdp: string): string[] =>
    sdp.split('\r\n').filter((line) => !line.startsWith('a=extmap:'));
  expect(others(renumberExtensions(fixture(name)))).toEqual(others(fixture(name)));
  expect(renumberExtensions(renumberExtensions(fixture(name)))).toBe(
    renumberExtensions(fixture(name)),
  );
});

test.each(names)('%s: one more extension gets an id that is free on every section', (name) => {
  const { media } = parse(offerExtension(fixture(name), absCaptureTimeUri));
  const ids = new Map<number, string>();
  for (const { value, uri } of media.flatMap(({ ext = [] }) => ext)) {
    expect(ids.get(value) ?? uri, `id ${value}`).toBe(uri);
    ids.set(value, uri);
  }
});

test.each(['\n', '\r'])('lines may end in %j', (end) => {
  const offer = fixture('chromium-156.whip.sdp');
  const ended = (sdp: string): string => sdp.replaceAll('\r\n', end);
  expect(renumberExtensions(ended(offer))).toBe(ended(renumberExtensions(offer)));
  expect(offerExtension(ended(offer), absCaptureTimeUri)).toBe(
    ended(offerExtension(offer, absCaptureTimeUri)),
  );
});

test('an offer that stops in the middle of a line is continued on the next', () => {
  expect(renumberExtensions('m=video 9 X 96\r\na=mid:0')).toBe(
    `m=video 9 X 96\r\na=mid:0\r\na=extmap:10 ${absCaptureTimeUri}`,
  );
});

test('an extension that is named like a method of objects is none', () => {
  const sdp = 'm=video 9 X 96\r\na=extmap:1 constructor\r\n';
  expect(renumberExtensions(sdp)).not.toContain('constructor');
});

test('an offer with all fourteen ids taken goes without', () => {
  const full = `m=video 9 X 96\r\n${Array.from({ length: 14 }, (_, i) => `a=extmap:${i + 1} urn:x${i}\r\n`).join('')}`;
  expect(offerExtension(full, absCaptureTimeUri)).toBe(full);
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFragment, writeFragment } from './fragment.ts';

const folder = new URL('../../fixtures/patches/', import.meta.url);
/** The fragments that real clients sent; the first line of each file names the request. */
const sent = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => {
    const [, ...lines] = readFileSync(new URL(name, folder), 'utf8').split('\n');
    return { name, body: lines.join('\n') };
  });

describe('reading', () => {
  test.each(sent)('T1, T3: $name of a real client', ({ body }) => {
    const { ice, sections, endOfCandidates } = readFragment(body);
    expect(ice?.usernameFragment).toMatch(/^\S{4,}$/);
    expect(ice?.password).toMatch(/^\S{22,}$/);
    expect(sections.every(({ mid }) => mid !== null)).toBe(true);
    const candidates = sections.flatMap((section) => section.candidates);
    expect(candidates).toHaveLength(body.match(/^a=candidate/gm)?.length ?? 0);
    expect(endOfCandidates).toBe(body.includes('end-of-candidates'));
  });

  test.each([
    ['credentials alone', 'a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n'],
    ['the end alone', 'a=end-of-candidates'],
    ['a candidate before any section', 'a=candidate:1 1 udp 1 name.local 9 typ host\n'],
    ['bare carriage returns', 'a=ice-ufrag:abcd\ra=end-of-candidates\r'],
  ])('T1: %s', (_title, body) => {
    expect(() => readFragment(body)).not.toThrow();
  });

  test.each([
    ['nothing', '', 'neither'],
    ['a page', '<html>', 'Line 1 is "<html>"'],
    ['JSON', '{"candidate":""}', 'Line 1'],
    ['attributes that say nothing', 'a=sendrecv\r\n', 'neither'],
    ['a broken media line', 'a=ice-ufrag:abcd\r\nm=audio\r\n', 'Line 2 is no media line'],
  ])('W8: %s is no fragment', (_title, body, words) => {
    expect(() => readFragment(body)).toThrow(
      expect.objectContaining({ reason: 'fragment', message: expect.stringContaining(words) }),
    );
  });
});

test('W11: what answers a restart can be read again', () => {
  const text = writeFragment({
    ice: { usernameFragment: 'ours', password: 'our-password' },
    candidates: [
      { foundation: 'u', priority: 7, address: '192.0.2.1', protocol: 'udp', port: 8189 },
      {
        foundation: 't',
        priority: 6,
        address: 'fd00::1',
        protocol: 'tcp',
        port: 8189,
        tcpType: 'passive',
      },
    ],
    mid: 'video0',
  });
  expect(text).toContain('a=ice-lite\r\na=ice-options:ice2\r\n');
  expect(readFragment(text)).toEqual({
    ice: { usernameFragment: 'ours', password: 'our-password' },
    sections: [
      {
        mid: 'video0',
        candidates: [
          'u 1 udp 7 192.0.2.1 8189 typ host',
          't 1 tcp 6 fd00::1 8189 typ host tcptype passive',
        ],
      },
    ],
    endOfCandidates: true,
  });
});

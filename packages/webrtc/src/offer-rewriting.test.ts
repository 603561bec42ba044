/// <reference types="vite/client" />
import { renumberExtensions } from '@tallylight/protocol/sdp';
import { describe, expect, test } from 'vitest';
import { withOpusWishes } from './opus-format.ts';
import { withStartBitrate } from './start-bitrate.ts';

const fixtures = import.meta.glob<string>('../../protocol/fixtures/offers/*.sdp', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const offers = Object.entries(fixtures).map(([path, sdp]) => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  sdp,
}));

test('there are offers to rewrite', () => {
  expect(offers.length).toBeGreaterThanOrEqual(14);
});

const formatsOf = (sdp: string, encoding: RegExp): string[] =>
  [...sdp.matchAll(/^a=rtpmap:(\d+) (\S+)/gm)]
    .filter(([, , name = '']) => encoding.test(name))
    .map(
      ([, payloadType]) => new RegExp(`^a=fmtp:${payloadType} (.*)\r$`, 'm').exec(sdp)?.[1] ?? '',
    );

const without = (sdp: string, encoding: RegExp): string[] => {
  const maps = [...sdp.matchAll(/^a=rtpmap:(\d+) (\S+)/gm)];
  const own = maps.filter(([, , name = '']) => encoding.test(name)).map(([, type]) => type);
  return sdp
    .split('\r\n')
    .filter((line) => !own.some((type) => line.startsWith(`a=fmtp:${type} `)));
};

describe.each(offers)('$name', ({ sdp }) => {
  test('opus is asked for in stereo, with FEC, below a ceiling', () => {
    const wished = withOpusWishes(sdp, { stereo: true, bitsPerS: 128_000 });
    const formats = formatsOf(wished, /^opus/i);
    expect(formats).not.toHaveLength(0);
    for (const format of formats) {
      expect(format.split(';')).toEqual(
        expect.arrayContaining([
          'stereo=1',
          'sprop-stereo=1',
          'useinbandfec=1',
          'maxaveragebitrate=128000',
        ]),
      );
    }
    expect(without(wished, /^opus/i)).toEqual(without(sdp, /^opus/i));
  });

  test('one channel is asked for as plainly', () => {
    for (const format of formatsOf(withOpusWishes(sdp, { stereo: false }), /^opus/i)) {
      expect(format.split(';')).toEqual(expect.arrayContaining(['stereo=0', 'sprop-stereo=0']));
      expect(format).not.toContain('stereo=1');
    }
  });

  test('every H.264 begins at the bitrate in kbit/s, and nothing else changes', () => {
    const rewritten = withStartBitrate(sdp, 2_500_000);
    for (const format of formatsOf(rewritten, /^H264/)) {
      expect(format).toMatch(/profile-level-id=\w{6}.*;x-google-start-bitrate=2500$/);
    }
    expect(without(rewritten, /^H264/)).toEqual(without(sdp, /^H264/));
  });

  test('writing twice is writing once', () => {
    const rewrite = (text: string): string =>
      withStartBitrate(withOpusWishes(renumberExtensions(text), { stereo: true }), 1_000_000);
    expect(rewrite(rewrite(sdp))).toBe(rewrite(sdp));
  });
});

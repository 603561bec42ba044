import { expect, test } from 'vitest';
import { standInFor } from './stand-in.ts';
import { trackNamed } from './testing/live-store.ts';

const choose = (rendition: string, tracks: readonly string[]) =>
  standInFor(trackNamed(rendition), tracks.map(trackNamed));

test.each([
  ['480p', ['1080p', '720p', '480p', '360p'], '480p'],
  ['480p', ['1080p', '720p', '144p', '360p'], '360p'],
  ['480p', ['1080p', '720p', 'audio'], '720p'],
  ['144p', ['1080p', '720p'], '720p'],
  ['1080p', ['144p', '240p', 'audio'], '240p'],
  ['720p', ['audio'], null],
  ['audio', ['720p', 'audio-2'], 'audio-2'],
  ['audio', ['720p'], null],
  ['audio', [], null],
])('%s among %j shows %s', (rendition, tracks, shown) => {
  expect(choose(rendition, tracks)).toBe(shown);
});

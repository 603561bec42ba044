import { expect, test } from 'vitest';
import { readWatchSearch } from './watch-search.ts';

test('an address may ask for HLS', () => {
  expect(readWatchSearch({ via: 'hls', other: 1 })).toEqual({ via: 'hls' });
});

test('without it, or with anything else, WebRTC is tried first', () => {
  expect(readWatchSearch({})).toEqual({});
  expect(readWatchSearch({ via: 'webrtc' })).toEqual({});
  expect(readWatchSearch({ via: 7 })).toEqual({});
});

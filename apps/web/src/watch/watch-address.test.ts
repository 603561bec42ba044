import { expect, test } from 'vitest';
import { readWatchAddress, writeWatchAddress } from './watch-address.ts';

const read = (url: string) => readWatchAddress(new URL(url, 'http://localhost'));

test('an address names the channel, and may ask for HLS', () => {
  expect(read('/watch/live')).toEqual({ channel: 'live', via: 'webrtc' });
  expect(read('/watch/live?via=hls&other=1')).toEqual({ channel: 'live', via: 'hls' });
  expect(read('/watch/live/')).toEqual({ channel: 'live', via: 'webrtc' });
});

test('without it, or with anything else, WebRTC is tried first', () => {
  expect(read('/watch/live?via=webrtc')?.via).toBe('webrtc');
  expect(read('/watch/live?via=7')?.via).toBe('webrtc');
});

test.each(['/watch/', '/watch', '/watch/no%20such', '/watch/%ff', '/watch/a.b'])(
  '%s leads to no channel',
  (url) => {
    expect(read(url)).toBeNull();
  },
);

test('what is written is what was read', () => {
  for (const url of ['/watch/live', '/watch/live?via=hls']) {
    const address = read(url);
    expect(address === null ? null : writeWatchAddress(address)).toBe(url);
  }
});

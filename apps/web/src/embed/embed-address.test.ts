import { expect, test } from 'vitest';
import { readEmbedAddress } from './embed-address.ts';

const usual = { channel: 'live', via: 'webrtc', autoplay: true, muted: false };

test.each([
  ['', usual],
  ['?autoplay=1&muted=0', usual],
  ['?autoplay=0', { ...usual, autoplay: false }],
  ['?muted=1', { ...usual, muted: true }],
  ['?via=hls&autoplay=0&muted=1', { channel: 'live', via: 'hls', autoplay: false, muted: true }],
  ['?autoplay=false&muted=true&via=ftp', usual],
  ['?autoplay=&muted=', usual],
  ['?x=%E0%A4%A', usual],
])('%s', (search, address) => {
  expect(readEmbedAddress({ pathname: '/embed/live', search })).toEqual(address);
});

test.each(['/embed/', '/embed/No_Such', '/embed/%E0%A4%A', '/embed/<b>'])(
  '%s is no channel’s',
  (pathname) => {
    expect(readEmbedAddress({ pathname, search: '' })).toBeNull();
  },
);

import { expect, test } from 'vitest';
import { payloadTypesOf, setFormat } from './format-line.ts';

const sdp = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10; useinbandfec=0;flag',
  'a=rtpmap:0 PCMU/8000',
  '',
].join('\r\n');

test('a parameter that is there changes its value, one that is not is added, others stay', () => {
  const changed = setFormat(sdp, new Set(['111']), [
    ['useinbandfec', 1],
    ['stereo', 1],
  ]);
  expect(changed).toBe(sdp.replace(/minptime.*/, 'minptime=10;flag;useinbandfec=1;stereo=1'));
});

test('a payload type without a format line gets one after its map', () => {
  const changed = setFormat(sdp, new Set(['0']), [['ptime', 20]]);
  expect(changed).toBe(sdp.replace('PCMU/8000', 'PCMU/8000\r\na=fmtp:0 ptime=20'));
});

test('payload types are found by the whole name of the codec, in any case', () => {
  expect(payloadTypesOf(sdp, 'OPUS/48000/2')).toEqual(new Set(['111']));
  expect(payloadTypesOf(sdp, 'opus/48000')).toEqual(new Set());
});

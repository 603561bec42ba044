import { expect, test } from 'vitest';
import { opusDurationMs, silentPacket } from './opus-packet.ts';

/** RFC 6716, table 2. */
const frameMs = [
  ...[10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 40, 60],
  ...[10, 20, 10, 20],
  ...[2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20],
];

test.each(frameMs.map((ms, config) => ({ ms, config })))(
  'a packet of configuration $config lasts $ms ms a frame',
  ({ ms, config }) => {
    const toc = config << 3;
    expect(opusDurationMs(Uint8Array.of(toc))).toBe(ms);
    // Stereo changes nothing; codes 1 and 2 have two frames, code 3 tells how many (section 3.2).
    expect(opusDurationMs(Uint8Array.of(toc | 4))).toBe(ms);
    expect(opusDurationMs(Uint8Array.of(toc | 1, 0))).toBe(2 * ms);
    expect(opusDurationMs(Uint8Array.of(toc | 2, 0))).toBe(2 * ms);
    expect(opusDurationMs(Uint8Array.of(toc | 3, 0xc0 | 3))).toBe(3 * ms);
  },
);

test('a packet with nothing in it lasts no time', () => {
  expect(opusDurationMs(new Uint8Array())).toBe(0);
  expect(opusDurationMs(Uint8Array.of(3))).toBe(0);
});

test('silence lasts 20 ms', () => {
  expect(opusDurationMs(silentPacket)).toBe(20);
});

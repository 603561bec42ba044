import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAbsCaptureTime, writeAbsCaptureTime } from './abs-capture-time.ts';
import { compactNtp, toNtp } from './ntp.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('abs-capture-time', () => {
  it('is seconds since 1900 and their fraction, each in 32 bits, network order', () => {
    // RFC 5905 figure 4: the Unix epoch is second 2 208 988 800 of NTP's era 0.
    expect(hex(writeAbsCaptureTime(0))).toBe('83aa7e8000000000');
    expect(hex(writeAbsCaptureTime(1500))).toBe('83aa7e8180000000');
    expect(hex(writeAbsCaptureTime(1_800_000_000_250)).slice(0, 8)).toBe(
      (4_008_988_800).toString(16),
    );
  });

  it('reads back to the microsecond, on both sides of the wrap in 2036', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2 ** 41, noNaN: true }), (unixMs) => {
        expect(readAbsCaptureTime(writeAbsCaptureTime(unixMs))).toBeCloseTo(unixMs, 2);
      }),
    );
  });

  it('reads the long form, with a clock offset behind, the same', () => {
    const long = Buffer.concat([writeAbsCaptureTime(1234), Buffer.alloc(8, 1)]);
    expect(readAbsCaptureTime(long)).toBeCloseTo(1234);
    expect(readAbsCaptureTime(Buffer.alloc(7))).toBeUndefined();
  });
});

describe('compactNtp', () => {
  it('is the middle 32 bits', () => {
    expect(compactNtp(0x1234_5678_9abc_def0n)).toBe(0x5678_9abc);
    expect(compactNtp(toNtp(0))).toBe(0x7e80_0000);
  });
});

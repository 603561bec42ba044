import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamOrder } from './stream-order.ts';

describe('StreamOrder', () => {
  it('tells pictures apart, over both wrap-arounds', () => {
    const order = new StreamOrder();
    expect(order.follow(65_534, 0xffff_fff0)).toBe('first');
    expect(order.follow(65_535, 0xffff_fff0)).toBe('same');
    expect(order.follow(0, 2984)).toBe('forward');
    expect(order.follow(1, 0xffff_fff0)).toBe('backward');
    expect(order.follow(2, 5984)).toBe('forward');
  });

  it('judges no packet that was overtaken or doubled', () => {
    const order = new StreamOrder();
    order.follow(10, 3000);
    order.follow(12, 6000);
    expect(order.follow(11, 3000)).toBe('late');
    expect(order.follow(12, 6000)).toBe('late');
    expect(order.follow(13, 9000)).toBe('forward');
  });

  it('starts over after a jump of either number', () => {
    const order = new StreamOrder();
    order.follow(40_000, 900_000);
    expect(order.follow(30_000, 3000)).toBe('first');
    expect(order.follow(30_001, 3000 - 90_001)).toBe('first');
    expect(order.follow(30_002, 6000 - 90_001)).toBe('forward');
  });

  it('never sees a step back in a stream without one, whatever is lost and overtaken', () => {
    const shuffled = fc
      .tuple(fc.shuffledSubarray(Array.from({ length: 60 }, (_, index) => index)), fc.nat(65_535))
      .map(([offsets, start]) => offsets.map((offset) => ({ offset, start })));
    fc.assert(
      fc.property(shuffled, (packets) => {
        const order = new StreamOrder();
        for (const { offset, start } of packets) {
          const timestamp = (0xffff_0000 + Math.floor(offset / 3) * 3000) >>> 0;
          expect(order.follow((start + offset) & 0xffff, timestamp)).not.toBe('backward');
        }
      }),
    );
  });
});

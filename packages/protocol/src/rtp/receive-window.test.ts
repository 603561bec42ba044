import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReceiveWindow } from './receive-window.ts';

/** A window and what it handed on: sequence numbers, and holes as negative sizes. */
function collect(): { window: ReceiveWindow<number>; handed: number[] } {
  const handed: number[] = [];
  const sink = {
    packet: (packet: number): void => void handed.push(packet),
    hole: (size: number): void => void handed.push(-size),
  };
  return { window: new ReceiveWindow<number>(sink), handed };
}

describe('ReceiveWindow', () => {
  it('hands on in sequence whatever comes out of order, over the wrap too', () => {
    const shuffled = fc
      .integer({ min: 1, max: 60 })
      .chain((count) => fc.shuffledSubarray(range(1, count), { minLength: count }));
    fc.assert(
      fc.property(fc.nat(65_535), shuffled, (start, order) => {
        const { window, handed } = collect();
        // The first packet sets the beginning; what is older than it was never waited for.
        for (const offset of [0, ...order]) window.insert((start + offset) & 0xffff, offset, 0);
        expect(handed).toEqual(range(0, order.length));
        expect(window.counts).toEqual({
          received: order.length + 1,
          lost: 0,
          repaired: 0,
          useless: 0,
        });
      }),
    );
  });

  it('counts as lost what does not come in time, and hands on what waited behind it', () => {
    const { window, handed } = collect();
    for (const sequence of [65_534, 1, 2]) window.insert(sequence, sequence, 0);
    window.expire(499);
    expect(handed).toEqual([65_534]);
    window.expire(500);
    expect(handed).toEqual([65_534, -2, 1, 2]);
    expect(window.counts.lost).toBe(2);
    expect(window.expected).toBe(5);
  });

  it('goes on with another source, whatever its sequence numbers', () => {
    fc.assert(
      fc.property(fc.nat(65_535), fc.nat(65_535), (before, after) => {
        const { window, handed } = collect();
        window.insert(before, 1, 0);
        window.insert((before + 2) & 0xffff, 3, 0);
        window.restart();
        window.insert(after, 11, 0);
        window.insert((after + 1) & 0xffff, 12, 0);
        expect(handed).toEqual([1, -1, 3, -1, 11, 12]);
        expect(window.counts).toEqual({ received: 4, lost: 1, repaired: 0, useless: 0 });
      }),
    );
  });

  it('counts every packet once, lost or received, whatever is lost and doubled', () => {
    const fates = fc.array(fc.constantFrom('arrives', 'doubled', 'lost'), { maxLength: 200 });
    fc.assert(
      fc.property(fates, fc.nat(65_535), (middle, start) => {
        const { window } = collect();
        const all = ['arrives', ...middle, 'arrives'];
        all.forEach((fate, index) => {
          const sequence = (start + index) & 0xffff;
          if (fate !== 'lost') window.insert(sequence, index, 0);
          if (fate === 'doubled') window.insert(sequence, index, 0);
        });
        window.expire(1000);
        const lost = all.filter((fate) => fate === 'lost').length;
        const { counts } = window;
        expect(counts.lost).toBe(lost);
        expect(counts.received).toBe(all.length - lost);
        expect(counts.useless).toBe(all.filter((fate) => fate === 'doubled').length);
        expect(window.expected).toBe(all.length);
      }),
    );
  });

  it('asks for what is missing, again after a while, and counts what was repaired', () => {
    const { window, handed } = collect();
    window.insert(10, 10, 0);
    window.insert(13, 13, 5);
    expect(window.takeRequests(5)).toEqual([11, 12]);
    expect(window.takeRequests(104)).toEqual([]);
    window.insert(11, 11, 104, true);
    expect(window.takeRequests(105)).toEqual([12]);
    window.insert(12, 12, 106);
    expect(handed).toEqual([10, 11, 12, 13]);
    expect(window.counts).toEqual({ received: 4, lost: 0, repaired: 1, useless: 0 });
  });

  it('takes a packet for useless that comes after it was given up', () => {
    const { window } = collect();
    window.insert(1, 1, 0);
    window.insert(3, 3, 0);
    window.expire(500);
    window.insert(2, 2, 501);
    expect(window.counts).toEqual({ received: 2, lost: 1, repaired: 0, useless: 1 });
  });

  it('starts over after a jump too far to repair', () => {
    const { window, handed } = collect();
    window.insert(1, 1, 0);
    window.insert(2001, 2001, 0);
    expect(handed).toEqual([1, -1999, 2001]);
    expect(window.takeRequests(0)).toEqual([]);
    expect(window.counts.lost).toBe(1999);
  });

  it('extends the highest sequence number over the wrap', () => {
    const { window } = collect();
    for (const sequence of [65_535, 0, 1]) window.insert(sequence, sequence, 0);
    expect(window.highestSequence).toBe(65_537);
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

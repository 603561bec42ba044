import { describe, expect, it } from 'vitest';
import { displayShifts } from './display-order.ts';

const idr = { nals: [Buffer.of(0x67), Buffer.of(0x65)], key: true };
const p = { nals: [Buffer.of(0x41)], key: false };
const b = { nals: [Buffer.of(0x01)], key: false };

describe('displayShifts', () => {
  it('shows B-frames at once, and the frame that came before them after them', () => {
    const units = [idr, p, b, b, p, b, idr, p];
    const shifts = displayShifts(units);
    expect(shifts).toEqual([0, 2, -1, -1, 1, -1, 0, 0]);
    // Every place is taken once.
    expect(units.map((_, index) => index + (shifts[index] ?? 0)).toSorted()).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
  });
});

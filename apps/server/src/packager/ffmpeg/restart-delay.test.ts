import { describe, expect, it } from 'vitest';
import { RestartDelay } from './restart-delay.ts';

describe('RestartDelay', () => {
  it('waits 1, 2, 4 … 30 s where FFmpeg ends each time soon after its start', () => {
    const delay = new RestartDelay();
    const waits = Array.from({ length: 8 }, () => delay.nextMs(300));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('starts anew at once after a good run, and is patient again if that fails', () => {
    const delay = new RestartDelay();
    expect(delay.nextMs(60_000)).toBe(0);
    expect(delay.nextMs(0)).toBe(1000);
    expect(delay.nextMs(2_999)).toBe(2000);
    expect(delay.nextMs(3_000)).toBe(0);
    expect(delay.nextMs(0)).toBe(1000);
  });

  it('goes on waiting 30 s for ever', () => {
    const delay = new RestartDelay();
    for (let failure = 0; failure < 5000; failure++) delay.nextMs(0);
    expect(delay.nextMs(0)).toBe(30_000);
  });
});

import { describe, expect, it } from 'vitest';
import { profileMismatch } from './profile-mismatch.ts';

describe('profileMismatch', () => {
  it.each([
    ['42e01f', '42c01f', 'Constrained Baseline under another spelling'],
    ['42e01f', '42001f', 'Baseline under Constrained Baseline'],
    ['42001f', '42e01f', 'Constrained Baseline under Baseline'],
    ['42e01f', '42c028', 'a higher level'],
    ['42E01F', '42c03c', 'a level that SDP has no name for'],
    ['64001f', '42c01f', 'a lower profile'],
    ['64001f', '4d401f', 'a lower profile'],
    ['640c1f', '64001f', 'High under Constrained High'],
    ['f4001f', '64001f', 'a profile below one no browser plays'],
    ['7a0028', '7a1028', 'the same profile, which no browser plays'],
  ])('sees none: %s promised, %s sent: %s', (promised, sent) => {
    expect(profileMismatch(promised, sent)).toBe(false);
  });

  it.each([
    ['42e01f', '4d401f', 'Main under Constrained Baseline'],
    ['42e01f', '640028', 'High under Constrained Baseline'],
    ['4d001f', '640c1f', 'Constrained High under Main'],
    ['64001f', '6e0028', 'High 10 under High'],
    ['6e0028', '7a0028', 'another profile that no browser plays'],
  ])('sees one: %s promised, %s sent: %s', (promised, sent) => {
    expect(profileMismatch(promised, sent)).toBe(true);
  });
});

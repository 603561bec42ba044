/** A distribution in four numbers, all in the samples' unit. */
export type Percentiles = { p50: number; p95: number; max: number; samples: number };

/** The distribution of `samples` (nearest rank), or undefined where there are none. */
export function percentiles(samples: readonly number[]): Percentiles | undefined {
  if (samples.length === 0) return undefined;
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1), samples: sorted.length };
}

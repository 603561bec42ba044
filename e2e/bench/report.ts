import { arch, cpus, platform, totalmem } from 'node:os';

/** What a bench found: the keys of `metrics` carry their units. */
export type Report = {
  readonly name: string;
  readonly samples: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly machine: Machine;
};

export type Machine = {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGb: number;
  readonly os: string;
  readonly node: string;
};

/** The machine that this runs on. */
export function describeMachine(): Machine {
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: `${platform()} ${arch()}`,
    node: process.version,
  };
}

/**
 * The value below which `share` of the values lie (nearest rank).
 *
 * @param share from 0 to 1
 * @throws {Error} there are no values: nothing was measured
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value =
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))];
  if (value === undefined) throw new Error('Nothing was measured.');
  return Math.round(value * 10) / 10;
}

/** A report for people. */
export function printTable({ name, samples, metrics, machine }: Report): string {
  const width = Math.max(...Object.keys(metrics).map((key) => key.length));
  return [
    `${name}: ${samples} samples on ${machine.cores} cores of ${machine.cpu}`,
    ...Object.entries(metrics).map(([key, value]) => `  ${key.padEnd(width)}  ${value}`),
  ].join('\n');
}

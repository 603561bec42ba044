import type { InProcessReport } from './in-process.ts';
import type { HttpReport } from './over-http.ts';

/** A run in this process, for people. */
export function printReport(report: InProcessReport): string {
  const { inputs, taken, slowestMs, heapGrowthBytes, findings } = report;
  return lines(report, [
    `taken ${taken}, refused ${inputs - taken - findings.length}`,
    `slowest ${slowestMs.toFixed(1)} ms, heap grew by ${(heapGrowthBytes / 2 ** 20).toFixed(2)} MiB`,
  ]);
}

/** A run over HTTP, for people. */
export function printHttpReport(report: HttpReport): string {
  const counts = (statuses: Readonly<Record<string, number>>): string =>
    Object.entries(statuses)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ');
  return lines(report, [
    `POST ${counts(report.statuses)}`,
    `PATCH ${counts(report.patchStatuses)}`,
    `${report.reaped} sessions were left, and the server ended them`,
  ]);
}

function lines(
  { kind, seed, inputs, elapsedMs, faults }: InProcessReport | HttpReport,
  body: readonly string[],
): string {
  return [
    `${kind}: ${inputs} inputs, seed ${seed}, ${(elapsedMs / 1000).toFixed(1)} s`,
    ...body.map((line) => `  ${line}`),
    ...faults,
    faults.length === 0 ? 'passed' : 'failed',
  ].join('\n');
}

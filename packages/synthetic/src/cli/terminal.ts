/** Where a command writes to, and what asks it to stop. */
export type Terminal = {
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and complaints. */
  readonly err: (text: string) => void;
  /** Aborted when the user interrupts. */
  readonly interrupted: AbortSignal;
};

/** Waits until one of: the time is up, the user interrupts, `other` settles. */
export async function waitUntil(
  terminal: Terminal,
  durationMs: number | undefined,
  other?: Promise<unknown>,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = durationMs === undefined ? undefined : setTimeout(resolve, durationMs);
  const stop = (): void => resolve();
  terminal.interrupted.addEventListener('abort', stop, { once: true });
  if (terminal.interrupted.aborted) resolve();
  other?.then(stop, stop);
  await promise;
  clearTimeout(timer);
  terminal.interrupted.removeEventListener('abort', stop);
}

/** Lays rows out in columns, right-aligned but for the first; cells are text already. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}

/** A number with so many decimals, or a dash where there is none. */
export function cell(value: number | null | undefined, decimals = 0): string {
  return value === null || value === undefined ? '-' : value.toFixed(decimals);
}

/** The smallest of the durations that are given. */
export function shortest(...durations: readonly (number | undefined)[]): number | undefined {
  const given = durations.filter((duration) => duration !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}

/** How far ninja is. */
export type NinjaProgress = { readonly done: number; readonly total: number };

/** Reads ninja's `[12/279]` at the start of a line; other lines give undefined. */
export function parseNinjaProgress(line: string): NinjaProgress | undefined {
  const match = /^\[(\d+)\/(\d+)\] /.exec(line);
  if (match === null) return undefined;
  const [done, total] = [Number(match[1]), Number(match[2])];
  return total > 0 && done <= total ? { done, total } : undefined;
}

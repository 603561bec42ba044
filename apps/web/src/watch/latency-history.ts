/** How long is kept, in ms. */
export const historyMs = 120_000;

export type LatencyPoint = {
  readonly atMs: number;
  /** From camera to screen, in ms; null where it was not known. */
  readonly latencyMs: number | null;
};

export type LatencySummary = {
  readonly leastMs: number;
  readonly medianMs: number;
  readonly mostMs: number;
};

/** The last two minutes with one more point. */
export function withPoint(
  points: readonly LatencyPoint[],
  point: LatencyPoint,
): readonly LatencyPoint[] {
  return [...points.filter(({ atMs }) => atMs > point.atMs - historyMs), point];
}

/** Null where no latency is known. */
export function summaryOf(points: readonly LatencyPoint[]): LatencySummary | null {
  const known = points.flatMap(({ latencyMs }) => latencyMs ?? []).sort((a, b) => a - b);
  const [leastMs] = known;
  const mostMs = known.at(-1);
  const medianMs = known[Math.floor(known.length / 2)];
  if (leastMs === undefined || mostMs === undefined || medianMs === undefined) return null;
  return { leastMs, medianMs, mostMs };
}

/** Runs of points without a gap: each is a line of the graph. */
export function linesOf(points: readonly LatencyPoint[]): (readonly LatencyPoint[])[] {
  const lines: LatencyPoint[][] = [];
  let isOpen = false;
  for (const point of points) {
    if (point.latencyMs === null) isOpen = false;
    else if (isOpen) lines.at(-1)?.push(point);
    else {
      lines.push([point]);
      isOpen = true;
    }
  }
  return lines;
}

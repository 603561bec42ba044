import type { ReactNode } from 'react';
import { statisticsText } from '../text/watch-statistics.ts';
import { historyMs, type LatencyPoint, linesOf, summaryOf } from './latency-history.ts';
import { msText } from './statistics-rows.ts';

const size = { width: 320, height: 72 };

/** How the latency went over the last two minutes. */
export function LatencyGraph(props: { readonly points: readonly LatencyPoint[] }): ReactNode {
  const { points } = props;
  const { graph } = statisticsText;
  const summary = summaryOf(points);
  const nowMs = points.at(-1)?.atMs;
  if (summary === null || nowMs === undefined) {
    return <p className="statistics-aside">{graph.empty}</p>;
  }
  // Some room above, and never so near that what is nothing looks like much.
  const topMs = Math.max(200, summary.mostMs * 1.15);
  const place = ({ atMs, latencyMs }: LatencyPoint): string => {
    const x = (1 - (nowMs - atMs) / historyMs) * size.width;
    const y = (1 - (latencyMs ?? 0) / topMs) * size.height;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  const figures = [
    msText(summary.leastMs),
    msText(summary.medianMs),
    msText(summary.mostMs),
  ] as const;
  return (
    <figure className="latency-graph">
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={graph.span(...figures)}
      >
        {linesOf(points).map((line) => (
          <polyline key={line[0]?.atMs} points={line.map(place).join(' ')} />
        ))}
      </svg>
      <figcaption className="numbers" aria-hidden>
        <span>{graph.from}</span>
        <span className="latency-figures">{graph.figures(...figures)}</span>
        <span>{graph.to}</span>
      </figcaption>
    </figure>
  );
}

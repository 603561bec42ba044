import type { PlayerSnapshot, Trouble } from '@tallylight/player';
import { statisticsText } from '../text/watch-statistics.ts';
import type { LatencySummary } from './latency-history.ts';
import { msText, type StatisticsRow } from './statistics-rows.ts';

export type ReportFacts = {
  readonly nowMs: number;
  readonly channel: string;
  /** The page's address, without what follows a `#`. */
  readonly page: string;
  readonly userAgent: string;
  readonly snapshot: Pick<PlayerSnapshot, 'state' | 'seat' | 'isPaused' | 'viaReason'>;
  /** Empty while nothing plays. */
  readonly rows: readonly StatisticsRow[];
  readonly latency: LatencySummary | null;
  readonly troubles: readonly Trouble[];
};

/** All of it as plain text, for whoever is asked for help. */
export function statisticsReport(facts: ReportFacts): string {
  const { snapshot, latency, troubles } = facts;
  const { report } = statisticsText;
  const lines = [
    report.head(new Date(facts.nowMs).toISOString()),
    report.line(report.channel, facts.channel),
    report.line(report.page, facts.page),
    report.line(report.browser, facts.userAgent),
    report.line(report.state, stateText(snapshot)),
    ...facts.rows.map(({ name, value }) => report.line(name, value)),
    ...(latency === null
      ? []
      : [
          report.line(
            statisticsText.graph.title,
            statisticsText.graph.figures(
              msText(latency.leastMs),
              msText(latency.medianMs),
              msText(latency.mostMs),
            ),
          ),
        ]),
    report.troubles(troubles.length),
    ...troubles.map(({ stage, count, atMs, detail }) =>
      report.trouble({ stage, count, at: new Date(atMs).toISOString(), detail }),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function stateText({ state, seat, isPaused, viaReason }: ReportFacts['snapshot']): string {
  const why = state.name === 'failed' ? ` (${state.error.reason}: ${state.error.message})` : '';
  const parts = [`${state.name}${why}`, seat, isPaused ? 'paused' : '', viaReason ?? ''];
  return parts.filter((part) => part !== '').join(', ');
}

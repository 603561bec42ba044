import './statistics-panel.css';
import type { Player, PlayerSnapshot } from '@tallylight/player';
import { Copy, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useSyncExternalStore } from 'react';
import { statisticsText } from '../text/watch-statistics.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { CopyReport } from './copy-report.tsx';
import { LatencyGraph } from './latency-graph.tsx';
import { summaryOf } from './latency-history.ts';
import { statisticsReport } from './statistics-report.ts';
import { statisticsRows } from './statistics-rows.ts';
import { TroubleList } from './trouble-list.tsx';
import { useStatistics } from './use-statistics.ts';

type StatisticsPanelProps = {
  readonly channel: string;
  readonly player: Player;
  readonly snapshot: PlayerSnapshot;
  /** The tallest picture that is wanted, in pixels; null: the best there is. */
  readonly maxHeight: number | null;
  readonly onClose: () => void;
};

/** How watching goes, in numbers, and what kept it from going well. */
export function StatisticsPanel(props: StatisticsPanelProps): ReactNode {
  const { channel, player, snapshot, maxHeight, onClose } = props;
  const { latest, points } = useStatistics(player);
  const troubles = useSyncExternalStore(player.troubles.subscribe, player.troubles.get);
  const panel = useRef<HTMLElement>(null);
  const id = useId();

  // Whoever opens it, by key or by button, is in it then, and back where they were afterwards.
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);

  const heights = [...new Set(snapshot.layers.flatMap(({ height }) => height ?? []))];
  const rows =
    latest === null
      ? []
      : statisticsRows(latest, { heights: heights.sort((a, b) => b - a), maxHeight });
  const report = (): string =>
    statisticsReport({
      nowMs: Date.now(),
      channel,
      page: window.location.origin + window.location.pathname + window.location.search,
      userAgent: navigator.userAgent,
      ...{ snapshot, rows, troubles },
      latency: summaryOf(points),
    });

  return (
    <section
      ref={panel}
      className="statistics"
      aria-labelledby={id}
      tabIndex={-1}
      data-scrolls
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className="statistics-head">
        <h2 id={id}>{statisticsText.title}</h2>
        <CopyReport report={report} icon={<Copy aria-hidden />} />
        <IconButton label={statisticsText.close} onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <LatencyGraph points={points} />
      {rows.length === 0 && <p className="statistics-aside">{statisticsText.none}</p>}
      <dl className="statistics-rows numbers">
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <TroubleList troubles={troubles} />
    </section>
  );
}

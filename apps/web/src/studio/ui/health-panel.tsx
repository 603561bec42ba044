import './health-panel.css';
import { type ReactNode, useSyncExternalStore } from 'react';
import { studioText } from '../../text/studio.ts';
import type { Publisher } from '../publish/publisher.ts';
import { formatMegabits } from './megabits.ts';

type HealthPanelProps = {
  readonly publisher: Publisher;
  /** True while the values are those from before the connection was lost. */
  readonly stale: boolean;
};

/** How sending goes, once a second. */
export function HealthPanel(props: HealthPanelProps): ReactNode {
  const { publisher, stale } = props;
  const health = useSyncExternalStore(publisher.subscribeHealth, publisher.getHealth);
  const { health: text } = studioText;
  const bitsPerS = health?.bitsPerS ?? null;
  const framesPerS = health?.framesPerS ?? null;
  const height = health?.height ?? null;
  const rows = [
    [text.bitrate, bitsPerS === null ? null : text.megabits(formatMegabits(bitsPerS))],
    [text.frameRate, framesPerS === null ? null : text.frames(Math.round(framesPerS))],
    [text.picture, height === null ? null : text.lines(height)],
    [
      text.layers,
      health === null || health.layersCount === 0
        ? null
        : text.layersOf(health.layersSent, health.layersCount),
    ],
  ] as const;

  return (
    <section className="panel" aria-label={text.title}>
      <dl className="health numbers" data-stale={stale}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? text.unknown}</dd>
          </div>
        ))}
      </dl>
      {stale && <p className="panel-note">{text.stale}</p>}
      {!stale && health !== null && health.layersResting > 0 && (
        <p className="panel-note" data-calm>
          {text.resting}
        </p>
      )}
      {!stale && health?.limitedBy && (
        <p className="panel-note" role="status">
          {text.limited[health.limitedBy]}
        </p>
      )}
    </section>
  );
}

import './broadcast-summary.css';
import { Radio } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { studioText } from '../../text/studio.ts';
import { publishProblemText } from '../../text/studio-problems.ts';
import { Button } from '../../ui/button.tsx';
import { formatElapsed } from '../../ui/elapsed.ts';
import { Notice } from '../../ui/notice.tsx';
import type { PublisherState } from '../publish/publisher-state.ts';
import { formatMegabits } from './megabits.ts';

type BroadcastSummaryProps = {
  readonly ended: Extract<PublisherState, { name: 'ended' }>;
  readonly onAgain: () => void;
  readonly onPreview: () => void;
};

/** What is left to say when a broadcast is over, and the way to the next one. */
export function BroadcastSummary(props: BroadcastSummaryProps): ReactNode {
  const { summary, error } = props.ended;
  const box = useRef<HTMLDivElement>(null);
  const { summary: text, health } = studioText;

  useEffect(() => {
    // The button that was pressed is gone; whoever goes by keyboard goes on from here.
    box.current?.focus();
  }, []);

  const rows = [
    [text.length, formatElapsed(summary.lengthMs)],
    [text.peakViewers, summary.peakViewers === null ? health.unknown : String(summary.peakViewers)],
    [
      text.meanBitrate,
      summary.meanBitsPerS === null
        ? health.unknown
        : health.megabits(formatMegabits(summary.meanBitsPerS)),
    ],
  ] as const;

  return (
    <div ref={box} className="summary" tabIndex={-1}>
      {error === null ? (
        <h1>{text.title}</h1>
      ) : (
        <Notice level={1} {...publishProblemText[error.reason]} />
      )}
      <dl className="summary-rows numbers">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{text.cameraOff}</p>
      <div className="notice-actions">
        <Button look="primary" icon={<Radio aria-hidden />} onClick={props.onAgain}>
          {studioText.goLive.again}
        </Button>
        <Button onClick={props.onPreview}>{text.preview}</Button>
      </div>
    </div>
  );
}

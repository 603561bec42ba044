import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { StateCardProps } from './state-card.tsx';
import { useSlow } from './use-slow.ts';

/** Who has waited for this long, in ms, is told what for, and shown a way out. */
const patienceMs = 6_000;

/** The picture is on its way. */
export function ConnectingCard(props: StateCardProps): ReactNode {
  const { seat, via } = props.snapshot;
  const isSlow = useSlow(true, patienceMs);
  const { connecting } = watchText;
  const title = {
    live: connecting.title,
    behind: connecting.moment,
    recording: connecting.recording,
  };
  return (
    <div className="state-card">
      {/* It says nothing that the words don't. */}
      {props.poster !== null && <img className="state-poster" src={props.poster} alt="" />}
      <Spinner />
      <p>{title[seat]}</p>
      {isSlow && (
        <>
          <p role="status">{connecting.slow[via]}</p>
          <div className="notice-actions state-action">
            {props.onTryHls !== null && (
              <Button look="primary" onClick={props.onTryHls}>
                {connecting.tryHls}
              </Button>
            )}
            <Button onClick={props.onRetry}>{commonText.tryAgain}</Button>
            <Button look="plain" onClick={props.onWhy}>
              {watchText.why}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** The picture stands; the last of it stays in sight behind the words. */
export function InterruptedCard(props: StateCardProps): ReactNode {
  const { isPublisherAway } = props.snapshot;
  const isSlow = useSlow(!isPublisherAway, patienceMs);
  const { interrupted } = watchText;
  return (
    <div className="state-card state-card-over">
      <Spinner />
      <p>
        <span className="state-title">{isPublisherAway ? interrupted.away : interrupted.line}</span>{' '}
        <span className="state-aside">
          — {isPublisherAway ? interrupted.awayBody : interrupted.lineBody}
        </span>
      </p>
      {isSlow && (
        <>
          <Button onClick={props.onRetry}>{commonText.tryAgain}</Button>
          <Button look="plain" onClick={props.onWhy}>
            {watchText.why}
          </Button>
        </>
      )}
    </div>
  );
}

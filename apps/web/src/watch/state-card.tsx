import './state-card.css';
import type { PlayerSnapshot } from '@tallylight/player';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { failureTitle, failureWords } from './failure-words.ts';
import { useLate } from './use-late.ts';
import { ConnectingCard, InterruptedCard } from './waiting-cards.tsx';

export type StateCardProps = {
  readonly channel: string;
  readonly snapshot: PlayerSnapshot;
  /** A picture that is some seconds old, for as long as there is no other; null where there is none. */
  readonly poster: string | null;
  /** When the next broadcast is to begin, in ms since 1970; null where nothing was said. */
  readonly startsAtMs: number | null;
  readonly onRetry: () => void;
  readonly onReplay: () => void;
  /** Null where there is no HLS, or it is what is tried. */
  readonly onTryHls: (() => void) | null;
  /** Shows what is known of the trouble. */
  readonly onWhy: () => void;
};

const loadQuiet = async () => (await import('./quiet-card.tsx')).QuietCard;

/** What stands over the picture while there is none, or while it stands still. */
export function StateCard(props: StateCardProps): ReactNode {
  const { state } = props.snapshot;
  const isQuiet = state.name === 'offline' || state.name === 'ended';
  const Quiet = useLate(loadQuiet, isQuiet);
  switch (state.name) {
    case 'live':
      return null;
    case 'idle':
    case 'connecting':
      return <ConnectingCard {...props} />;
    case 'interrupted':
      return <InterruptedCard {...props} />;
    case 'offline':
    case 'ended':
      return Quiet === null ? null : <Quiet {...props} />;
    case 'failed':
      return (
        <div className="state-card">
          <Notice title={failureTitle(state.error)} body={failureWords(state.error)}>
            {state.retryable && <p className="notice-body">{watchText.failed.goesOn}</p>}
            <div className="notice-actions">
              <Button look="primary" onClick={props.onRetry}>
                {commonText.tryAgain}
              </Button>
              {props.onTryHls !== null && (
                <Button onClick={props.onTryHls}>{watchText.connecting.tryHls}</Button>
              )}
              <Button look="plain" onClick={props.onWhy}>
                {watchText.why}
              </Button>
            </div>
          </Notice>
        </div>
      );
  }
}

import './state-card.css';
import type { PlayerState } from '@tallylight/player';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TallyMark } from '../ui/tally-mark.tsx';
import { failureTitle, failureWords } from './failure-words.ts';

type StateCardProps = {
  readonly channel: string;
  readonly state: PlayerState;
  /** A picture that is some seconds old, for as long as there is no other; null where there is none. */
  readonly poster: string | null;
  readonly onRetry: () => void;
};

/** What stands over the picture while there is none, or while it stands still. */
export function StateCard(props: StateCardProps): ReactNode {
  const { channel, state } = props;
  switch (state.name) {
    case 'live':
      return null;
    case 'offline':
      return (
        <div className="state-card">
          <TallyMark />
          <p className="state-title">{watchText.offline.title(channel)}</p>
          <p>{watchText.offline.body}</p>
        </div>
      );
    case 'idle':
    case 'connecting':
      return (
        <div className="state-card">
          {/* It says nothing that the words don't. */}
          {props.poster !== null && <img className="state-poster" src={props.poster} alt="" />}
          <Spinner />
          <p>{watchText.connecting.title}</p>
        </div>
      );
    case 'interrupted':
      // The last picture stays in sight behind it.
      return (
        <div className="state-card state-card-over">
          <Spinner />
          <p>
            <span className="state-title">{watchText.interrupted.title}</span>{' '}
            <span className="state-aside">— {watchText.interrupted.body}</span>
          </p>
        </div>
      );
    case 'ended':
      return (
        <div className="state-card">
          <TallyMark />
          <p className="state-title">{watchText.ended.title}</p>
          <p>{watchText.ended.body}</p>
        </div>
      );
    case 'failed':
      return (
        <div className="state-card">
          <Notice title={failureTitle(state.error.reason)} body={failureWords(state.error.reason)}>
            <div className="notice-actions">
              <Button look="primary" onClick={props.onRetry}>
                {commonText.tryAgain}
              </Button>
            </div>
          </Notice>
        </div>
      );
  }
}

import type { ReactNode } from 'react';
import { quietText } from '../text/watch-quiet.ts';
import { useNow } from '../ui/use-now.ts';
import { startWords } from './start-words.ts';
import { useWatchServices } from './watch-services.ts';

type StartNoteProps = {
  readonly startsAtMs: number;
  /** Whether another one has just been shown. */
  readonly isNext?: boolean;
};

/** When the broadcast begins, counting down. */
export function StartNote(props: StartNoteProps): ReactNode {
  const { serverNowMs } = useWatchServices();
  const nowMs = useNow(serverNowMs, 1_000);
  const words = startWords(props.startsAtMs, nowMs);
  const moment = new Date(props.startsAtMs).toISOString();
  return (
    <time className="state-start numbers" dateTime={moment}>
      {props.isNext === true ? quietText.ended.next(words) : words}
    </time>
  );
}

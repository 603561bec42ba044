import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { quietText } from '../text/watch-quiet.ts';
import { Button } from '../ui/button.tsx';
import { TallyMark } from '../ui/tally-mark.tsx';
import { StartNote } from './start-note.tsx';
import type { StateCardProps } from './state-card.tsx';

/** Nobody is on air: what was, and what will be. */
export function QuietCard(props: StateCardProps): ReactNode {
  const { channel, snapshot, startsAtMs } = props;
  const { offline, ended } = quietText;
  const isOver = snapshot.state.name === 'ended';
  const over = snapshot.seat === 'recording' ? ended.recording : ended.title;
  return (
    <div className="state-card">
      <TallyMark />
      <p className="state-title">{isOver ? over : offline.title(channel)}</p>
      {startsAtMs !== null && <StartNote startsAtMs={startsAtMs} isNext={isOver} />}
      <p>{isOver ? ended.body : offline.body}</p>
      {snapshot.recording !== null && (
        <Button className="state-action" icon={<RotateCcw aria-hidden />} onClick={props.onReplay}>
          {isOver ? ended.replay : offline.replay}
        </Button>
      )}
    </div>
  );
}

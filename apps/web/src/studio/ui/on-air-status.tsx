import type { ReactNode } from 'react';
import { studioText } from '../../text/studio.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatElapsed } from '../../ui/elapsed.ts';
import { useNow } from '../../ui/use-now.ts';
import { ViewerCount } from '../../ui/viewer-count.tsx';
import type { PublisherState } from '../publish/publisher-state.ts';
import { useStudioServices } from './studio-services.ts';

type OnAirStatusProps = {
  readonly publisher: PublisherState;
  /** Null while not known. */
  readonly viewers: number | null;
};

/** The light, its word, and for how long. */
export function OnAirStatus(props: OnAirStatusProps): ReactNode {
  const { publisher, viewers } = props;
  const { state: text } = studioText;
  switch (publisher.name) {
    case 'idle':
      return <Badge look="plain">{text.offAir}</Badge>;
    case 'starting':
      return <Badge look="waiting">{text.starting}</Badge>;
    case 'ended':
      return <Badge look="plain">{text.ended}</Badge>;
    case 'on-air':
      return (
        <>
          {viewers !== null && <ViewerCount count={viewers} />}
          <Elapsed startedAtMs={publisher.startedAtMs} />
          <Badge look="lit">{text.onAir}</Badge>
        </>
      );
    case 'reconnecting':
      return (
        <>
          <Elapsed startedAtMs={publisher.startedAtMs} />
          <Badge look="waiting">{text.reconnecting(publisher.attempt)}</Badge>
        </>
      );
  }
}

function Elapsed(props: { readonly startedAtMs: number }): ReactNode {
  const { serverNowMs } = useStudioServices();
  // Four looks a second: with one, a second now and then would be skipped.
  const nowMs = useNow(serverNowMs, 250);
  return (
    <span className="on-air-elapsed numbers" role="timer" aria-label={studioText.elapsed}>
      {formatElapsed(nowMs - props.startedAtMs)}
    </span>
  );
}

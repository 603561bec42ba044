import type { Player, PlayerSnapshot } from '@tallylight/player';
import { type ReactNode, useSyncExternalStore } from 'react';
import { watchText } from '../text/watch.ts';
import { controlsText } from '../text/watch-controls.ts';
import { behindText, spanWords } from './moment-words.ts';
import type { Seeking } from './seeking.ts';

type LiveButtonProps = {
  readonly player: Player;
  readonly snapshot: PlayerSnapshot;
  readonly seeking: Seeking;
};

/** Says whether the picture is live or how far behind it is, and leads back. */
export function LiveButton(props: LiveButtonProps): ReactNode {
  const { player, seeking } = props;
  const { seat, isPaused } = props.snapshot;
  const span = useSyncExternalStore(player.timeline.subscribe, player.timeline.get);
  const { goLive } = controlsText;
  const isLive = seat === 'live' && !isPaused;
  const behindMs = seat === 'behind' && span !== null ? span.endMs - span.positionMs : null;
  const spoken = isLive
    ? goLive.atEdge
    : behindMs === null
      ? goLive.hint
      : goLive.behind(spanWords(behindMs));
  return (
    <button
      type="button"
      className={`badge live-button ${isLive ? 'badge-lit' : 'badge-plain'}`}
      data-edge={isLive}
      title={controlsText.withKey(isLive ? goLive.atEdge : goLive.hint, 'L')}
      onClick={seeking.toEnd}
    >
      <span>{watchText.live}</span>
      {behindMs !== null && <span className="numbers">{behindText(behindMs)}</span>}
      {behindMs === null && isPaused && <span>{controlsText.paused}</span>}
      <span className="visually-hidden">{spoken}</span>
    </button>
  );
}

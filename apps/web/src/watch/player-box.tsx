import './player-box.css';
import type { BroadcastView } from '@tallylight/contract';
import type { Via } from '@tallylight/player';
import { type ReactNode, useRef, useState } from 'react';
import { LiveRegion } from '../ui/live-region.tsx';
import { announcementOf } from './announcement.ts';
import { Picture } from './picture.tsx';
import { PlayerBar } from './player-bar.tsx';
import { playingOf } from './playing.ts';
import { soundOf } from './sound.ts';
import { StateCard } from './state-card.tsx';
import type { Switch } from './switch.ts';
import { useLate } from './use-late.ts';
import type { WatchedPlayer } from './use-player.ts';
import { useQuality } from './use-quality.ts';
import { useResting } from './use-resting.ts';

type PlayerBoxProps = {
  readonly channel: string;
  readonly watched: WatchedPlayer;
  /** As the page last read it; null while it has not, or there is none. */
  readonly broadcast: BroadcastView | null;
  /** When the next broadcast is to begin, in ms since 1970; null or absent where nothing was said. */
  readonly startsAtMs?: number | null;
  /** Absent where the page has one width only. */
  readonly theatre?: Switch;
  readonly onVia: (via: Via) => void;
  /** Is told of the element that lies over the picture, for what else is to be shown there. */
  readonly onOver?: (element: HTMLElement | null) => void;
};

const loadNotes = async () => (await import('./picture-notes.tsx')).PictureNotes;
const loadPanel = async () => (await import('./statistics-panel.tsx')).StatisticsPanel;
const loadKeys = async () => (await import('./key-dialog.tsx')).KeyDialog;

/** The picture, what lies over it, and the bar that goes with it. */
export function PlayerBox(props: PlayerBoxProps): ReactNode {
  const { channel, watched, broadcast, onVia } = props;
  const { player, snapshot, picture } = watched;
  const { state } = snapshot;
  const box = useRef<HTMLDivElement>(null);
  const [isPanelOpen, setPanelOpen] = useState(false);
  const [areKeysOpen, setKeysOpen] = useState(false);
  const isLive = state.name === 'live';
  const Notes = useLate(loadNotes, isLive);
  const Panel = useLate(loadPanel, isPanelOpen);
  const Keys = useLate(loadKeys, areKeysOpen);
  const sound = soundOf(player, snapshot);
  const quality = useQuality(player);
  const packaging = broadcast?.packaging ?? null;
  const hasHls = packaging !== null || snapshot.via === 'hls';
  const isOver = state.name === 'offline' || state.name === 'ended';
  const choose = (chosen: Via): void => {
    // Where the player took the other way by itself, the address does not change with the choice.
    player.setVia(chosen);
    onVia(chosen);
  };
  // What covers the picture stays while there is none to be seen.
  const isResting = useResting() && isLive;

  return (
    <>
      <div ref={box} className="player" data-resting={isResting}>
        <div className="player-picture">
          <Picture picture={picture} />
          {props.onOver !== undefined && <div ref={props.onOver} className="player-over" />}
          {isLive && Notes !== null && <Notes {...{ player, snapshot, sound }} />}
          <StateCard
            channel={channel}
            snapshot={snapshot}
            poster={packaging?.posterPath ?? null}
            startsAtMs={props.startsAtMs ?? null}
            onRetry={() => player.retry()}
            onReplay={() => player.replay()}
            onTryHls={hasHls && snapshot.via === 'webrtc' ? () => choose('hls') : null}
            onWhy={() => setPanelOpen(true)}
          />
        </div>
        <PlayerBar
          {...{ watched, box, sound, quality }}
          viewers={snapshot.viewers ?? broadcast?.viewers ?? null}
          isOnAir={broadcast?.state === 'live'}
          playing={playingOf(player, snapshot)}
          theatre={props.theatre ?? null}
          statistics={{ isOn: isPanelOpen, toggle: () => setPanelOpen(!isPanelOpen) }}
          onKeys={() => setKeysOpen(true)}
          onVia={hasHls && !isOver ? choose : null}
        />
        {isPanelOpen && Panel !== null && (
          <Panel
            {...{ channel, player, snapshot }}
            maxHeight={quality.maxHeight}
            onClose={() => setPanelOpen(false)}
          />
        )}
        {areKeysOpen && Keys !== null && <Keys onClose={() => setKeysOpen(false)} />}
      </div>
      <LiveRegion text={announcementOf(snapshot)} />
    </>
  );
}

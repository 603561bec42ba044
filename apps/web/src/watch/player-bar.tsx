import type { PlayerState, Via } from '@tallylight/player';
import { Maximize, Minimize, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ViewerCount } from '../ui/viewer-count.tsx';
import { DeliveryMenu } from './delivery-menu.tsx';
import { LatencyBadge } from './latency-badge.tsx';
import { QualityMenu } from './quality-menu.tsx';
import { SoundButton } from './sound-button.tsx';
import type { Fullscreen } from './use-fullscreen.ts';
import type { WatchedPlayer } from './use-player.ts';
import type { Playing } from './use-playing.ts';
import type { Quality } from './use-quality.ts';
import type { Sound } from './use-sound.ts';

type PlayerBarProps = {
  readonly watched: WatchedPlayer;
  /** Null while not known. */
  readonly viewers: number | null;
  readonly playing: Playing;
  readonly sound: Sound;
  readonly quality: Quality;
  readonly fullscreen: Fullscreen;
  /** Takes another way for the picture; null where there is no other. */
  readonly onVia: ((via: Via) => void) | null;
};

/** Under the picture: what it is, and what can be done with it. */
export function PlayerBar(props: PlayerBarProps): ReactNode {
  const { watched, viewers, playing, sound, quality, fullscreen, onVia } = props;
  const { state, media, layers, via, viaReason } = watched.snapshot;
  const isLive = state.name === 'live';
  // Where there is no picture there is nothing to pause, to silence or to enlarge.
  const hasPicture = isLive || state.name === 'interrupted';
  // Who watches over HLS is not among those counted: a lone one would read that there is nobody.
  const isCounted = isLive && (via === 'webrtc' || viewers !== 0);
  const isChoice = onVia !== null && state.name !== 'offline' && state.name !== 'ended';
  return (
    <section className="player-bar" aria-label={watchText.controls}>
      <StateBadge state={state.name} isPaused={playing.isPaused} />
      {isLive && !playing.isPaused && <LatencyBadge player={watched.player} />}
      {isCounted && viewers !== null && <ViewerCount count={viewers} />}
      {viaReason !== null && (
        <p className="via-note" role="status">
          {watchText.delivery.because[viaReason]}
        </p>
      )}
      {(hasPicture || isChoice) && (
        <div className="player-controls">
          {hasPicture && (
            <>
              <IconButton
                label={playing.isPaused ? watchText.play : watchText.pause}
                disabled={!isLive}
                onClick={playing.toggle}
              >
                {playing.isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
              </IconButton>
              <SoundButton sound={sound} disabled={media !== null && !media.audio} />
              <QualityMenu layers={layers} quality={quality} />
            </>
          )}
          {isChoice && <DeliveryMenu via={via} onChoose={onVia} />}
          {hasPicture && fullscreen.isSupported && (
            <IconButton
              label={fullscreen.isOn ? watchText.leaveFullscreen : watchText.fullscreen}
              onClick={fullscreen.toggle}
            >
              {fullscreen.isOn ? <Minimize aria-hidden /> : <Maximize aria-hidden />}
            </IconButton>
          )}
        </div>
      )}
    </section>
  );
}

function StateBadge(props: {
  readonly state: PlayerState['name'];
  readonly isPaused: boolean;
}): ReactNode {
  switch (props.state) {
    case 'live':
      // A picture that is held is not live, whatever goes on behind it.
      if (props.isPaused) return <Badge look="plain">{watchText.paused}</Badge>;
      return <Badge look="lit">{watchText.live}</Badge>;
    case 'interrupted':
      return <Badge look="waiting">{watchText.interrupted.title}</Badge>;
    case 'idle':
    case 'connecting':
      return <Badge look="plain">{watchText.connecting.badge}</Badge>;
    case 'offline':
    case 'ended':
      return <Badge look="plain">{commonText.offAir}</Badge>;
    case 'failed':
      return null;
  }
}

import './player-controls.css';
import type { Via } from '@tallylight/player';
import { Maximize, Minimize, Pause, Play, Radio } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { controlsText } from '../text/watch-controls.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ViewerCount } from '../ui/viewer-count.tsx';
import { DeliveryMenu } from './delivery-menu.tsx';
import { ExtraControls } from './extra-controls.tsx';
import { LatencyBadge } from './latency-badge.tsx';
import { LiveButton } from './live-button.tsx';
import type { Playing } from './playing.ts';
import { QualityMenu } from './quality-menu.tsx';
import { SeekBar } from './seek-bar.tsx';
import { seekingOf } from './seeking.ts';
import type { Sound } from './sound.ts';
import { SoundButton } from './sound-button.tsx';
import { StateBadge } from './state-badge.tsx';
import type { Switch } from './switch.ts';
import { useCaptions } from './use-captions.ts';
import { useFullscreen } from './use-fullscreen.ts';
import type { WatchedPlayer } from './use-player.ts';
import { usePlayerKeys } from './use-player-keys.ts';
import type { Quality } from './use-quality.ts';
import { useShownHeight } from './use-shown-height.ts';
import { useSmallWindow } from './use-small-window.ts';
import { ViaNote } from './via-note.tsx';

export type PlayerControlsProps = {
  readonly watched: WatchedPlayer;
  /** What fills the screen. */
  readonly box: RefObject<HTMLElement | null>;
  /** Null while not known. */
  readonly viewers: number | null;
  /** Whether somebody is on air, also while a recording is played. */
  readonly isOnAir: boolean;
  readonly playing: Playing;
  readonly sound: Sound;
  readonly quality: Quality;
  /** Null where the page has one width only. */
  readonly theatre: Switch | null;
  readonly statistics: Switch;
  readonly onKeys: () => void;
  /** Takes another way for the picture; null where there is no other. */
  readonly onVia: ((via: Via) => void) | null;
};

/** How far a key goes, in seconds. */
const stepS = 5;

/** What can be done with the picture. It comes with the picture, or when there is none to wait for. */
export function PlayerControls(props: PlayerControlsProps): ReactNode {
  const { watched, playing, sound, quality, theatre, statistics, onVia } = props;
  const { player, snapshot } = watched;
  const { videos } = watched.picture;
  const { state, seat, media, layers, via } = snapshot;
  const seeking = seekingOf(player, snapshot);
  const fullscreen = useFullscreen(props.box, videos[via]);
  const captions = useCaptions(videos, via);
  const smallWindow = useSmallWindow(videos, via);
  const shownHeight = useShownHeight(videos, via);
  const hasPicture = hasPictureIn(snapshot);
  const ifPicture = (act: () => void): (() => void) | null => (hasPicture ? act : null);
  usePlayerKeys({
    togglePlay: ifPicture(playing.toggle),
    // From a moment that can't be loaded it is the way out.
    toLive: hasPicture || seat === 'behind' ? seeking.toEnd : null,
    toStart: ifPicture(seeking.toStart),
    back: ifPicture(() => seeking.by(-stepS)),
    forward: ifPicture(() => seeking.by(stepS)),
    toggleSound: sound.toggle,
    louder: sound.louder,
    quieter: sound.quieter,
    toggleFullscreen: ifPicture(fullscreen.toggle),
    toggleTheatre: theatre?.toggle ?? null,
    toggleSmallWindow: hasPicture ? (smallWindow?.toggle ?? null) : null,
    toggleCaptions: captions?.toggle ?? null,
    toggleStatistics: statistics.toggle,
    showKeys: props.onKeys,
  });
  const isLive = state.name === 'live';
  const isHeld = playing.isPaused || state.name === 'ended';
  return (
    <>
      {hasPicture && <SeekBar player={player} seat={seat} seeking={seeking} />}
      <div className="player-row">
        {hasPicture && (
          <>
            <IconButton
              label={isHeld ? controlsText.play : controlsText.pause}
              hint={controlsText.withKey(isHeld ? controlsText.play : controlsText.pause, 'K')}
              disabled={!isLive && seat === 'live'}
              onClick={state.name === 'ended' ? () => player.replay() : playing.toggle}
            >
              {isHeld ? <Play aria-hidden /> : <Pause aria-hidden />}
            </IconButton>
            <SoundButton sound={sound} disabled={media !== null && !media.audio} />
          </>
        )}
        <Place {...props} seeking={seeking} />
        {isLive && !playing.isPaused && seat === 'live' && <LatencyBadge player={player} />}
        {isLive && props.viewers !== null && seat !== 'recording' && (
          <ViewerCount count={props.viewers} />
        )}
        <div className="player-controls">
          <ExtraControls
            captions={captions}
            smallWindow={hasPicture ? smallWindow : null}
            theatre={theatre}
            statistics={statistics}
            onKeys={props.onKeys}
          >
            {hasPicture && (
              <QualityMenu layers={layers} quality={quality} shownHeight={shownHeight} />
            )}
            {onVia !== null && seat !== 'recording' && <DeliveryMenu via={via} onChoose={onVia} />}
          </ExtraControls>
          {hasPicture && fullscreen.isSupported && (
            <IconButton
              label={fullscreen.isOn ? controlsText.leaveFullscreen : controlsText.fullscreen}
              hint={controlsText.withKey(controlsText.fullscreen, 'F')}
              onClick={fullscreen.toggle}
            >
              {fullscreen.isOn ? <Minimize aria-hidden /> : <Maximize aria-hidden />}
            </IconButton>
          )}
        </div>
      </div>
      {/* How it came is no matter any more when it is over. */}
      {hasPicture && snapshot.viaReason !== null && (
        <ViaNote reason={snapshot.viaReason} statistics={statistics} />
      )}
    </>
  );
}

/** Where there is no picture there is nothing to pause, to silence or to enlarge. */
function hasPictureIn({ state, seat }: WatchedPlayer['snapshot']): boolean {
  switch (state.name) {
    case 'live':
    case 'interrupted':
      return true;
    case 'connecting':
      // What was on the screen goes on elsewhere in a moment.
      return seat !== 'live';
    case 'ended':
      return seat === 'recording';
    default:
      return false;
  }
}

/** In a word, where the viewer is: live, behind, in a recording, or nowhere yet. */
function Place(
  props: PlayerControlsProps & { readonly seeking: ReturnType<typeof seekingOf> },
): ReactNode {
  const { player, snapshot } = props.watched;
  if (snapshot.seat === 'recording') {
    return (
      <>
        <Badge look="plain">{controlsText.recording}</Badge>
        {props.isOnAir && (
          <Button
            look="primary"
            icon={<Radio aria-hidden />}
            title={controlsText.goLive.nowHint}
            onClick={() => player.toLive()}
          >
            {controlsText.goLive.now}
          </Button>
        )}
      </>
    );
  }
  const isShown = snapshot.state.name === 'live' || snapshot.seat === 'behind';
  return isShown && snapshot.state.name !== 'interrupted' ? (
    <LiveButton player={player} snapshot={snapshot} seeking={props.seeking} />
  ) : (
    <StateBadge state={snapshot.state.name} />
  );
}

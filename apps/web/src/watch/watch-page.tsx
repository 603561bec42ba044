import './watch-page.css';
import type { BroadcastView } from '@tallylight/contract';
import type { Via } from '@tallylight/player';
import { useQuery } from '@tanstack/react-query';
import { AudioLines, Play } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useApi } from '../api/api-context.ts';
import { ApiError } from '../api/api-error.ts';
import { channelQuery } from '../api/queries.ts';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Button } from '../ui/button.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { PlayerBar } from './player-bar.tsx';
import { TapForSound } from './sound-button.tsx';
import { StateCard } from './state-card.tsx';
import { UnknownChannel } from './unknown-channel.tsx';
import { useFullscreen } from './use-fullscreen.ts';
import { usePlayer } from './use-player.ts';
import { usePlayerKeys } from './use-player-keys.ts';
import { usePlaying } from './use-playing.ts';
import { useQuality } from './use-quality.ts';
import { useResting } from './use-resting.ts';
import { useSound } from './use-sound.ts';

/** How often the number of viewers is asked for. */
const channelEveryMs = 5_000;

type WatchPageProps = {
  readonly channel: string;
  /** How the picture shall come. */
  readonly via: Via;
  readonly onVia: (via: Via) => void;
};

/** Where a viewer watches a channel, or learns that there is none of that name. */
export function WatchPage(props: WatchPageProps): ReactNode {
  const { channel } = props;
  const { data, error } = useQuery({
    ...channelQuery(useApi(), channel),
    // A channel that does not exist is not asked for again and again.
    refetchInterval: (query) => (isUnknown(query.state.error) ? false : channelEveryMs),
  });
  if (isUnknown(error)) return <UnknownChannel channel={channel} />;
  return <Theatre {...props} broadcast={data?.broadcast ?? null} />;
}

function isUnknown(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'channel_unknown';
}

type TheatreProps = WatchPageProps & {
  /** As the page last read it; null while it has not, or there is none. */
  readonly broadcast: BroadcastView | null;
};

function Theatre(props: TheatreProps): ReactNode {
  const { channel, via, onVia, broadcast } = props;
  const watched = usePlayer(channel, via);
  const { player, snapshot, video } = watched;
  const { state, media } = snapshot;
  const box = useRef<HTMLDivElement>(null);
  const sound = useSound({ player, muted: snapshot.muted, video });
  const playing = usePlaying(player, video);
  const quality = useQuality(player);
  const fullscreen = useFullscreen(box, video);
  const isLive = state.name === 'live';
  const packaging = broadcast?.packaging ?? null;
  const hasChoice = packaging !== null || snapshot.via === 'hls';
  const choose = (chosen: Via): void => {
    // Where the player took the other way by itself, the address does not change with the choice.
    player.setVia(chosen);
    onVia(chosen);
  };
  // What covers the picture stays while there is none to be seen.
  const isResting = useResting() && isLive;
  usePageTitle(
    isLive
      ? `${watchText.live}: ${channel} · ${commonText.product}`
      : commonText.pageTitle(channel),
  );
  usePlayerKeys({
    togglePlay: playing.toggle,
    toggleSound: sound.toggle,
    toggleFullscreen: fullscreen.toggle,
  });

  return (
    <>
      <TopBar place={channel} lit={isLive} />
      {/* Not started yet is, to a viewer, on the way. */}
      <main
        className="theatre"
        data-state={state.name === 'idle' ? 'connecting' : state.name}
        data-resting={isResting}
        data-via={snapshot.via}
      >
        <h1 className="visually-hidden">{watchText.heading(channel)}</h1>
        <div ref={box} className="player">
          <div className="player-picture">
            {/* biome-ignore lint/a11y/useMediaCaption: a live picture has no captions to offer */}
            <video
              ref={video}
              className="player-video"
              aria-label={watchText.heading(channel)}
              playsInline
              autoPlay
            />
            {isLive && media !== null && !media.video && (
              <div className="state-card">
                <AudioLines aria-hidden />
                <p className="state-title">{watchText.soundOnly}</p>
              </div>
            )}
            <StateCard
              channel={channel}
              state={state}
              poster={packaging?.posterPath ?? null}
              onRetry={() => player.retry()}
            />
            {isLive && snapshot.playBlocked ? (
              <Button
                look="primary"
                className="tap-for-sound"
                icon={<Play aria-hidden />}
                onClick={() => void player.play()}
              >
                {watchText.play}
              </Button>
            ) : (
              isLive && snapshot.soundBlocked && <TapForSound sound={sound} />
            )}
          </div>
          <PlayerBar
            watched={watched}
            viewers={snapshot.viewers ?? broadcast?.viewers ?? null}
            playing={playing}
            sound={sound}
            quality={quality}
            fullscreen={fullscreen}
            onVia={hasChoice ? choose : null}
          />
        </div>
        <LiveRegion text={state.name === 'idle' ? '' : watchText.announce[state.name]} />
      </main>
    </>
  );
}

import type { ChannelView } from '@tallylight/contract';
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { embedText } from '../text/embed.ts';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Badge } from '../ui/badge.tsx';
import { WatchLink } from './watch-link.tsx';

type EmbedCoverProps = {
  readonly channel: string;
  /** As it was last read; null while it has not been. */
  readonly view: ChannelView | null;
  readonly onPlay: () => void;
};

/** What stands in the frame until the viewer wants to see more: nothing of the media is fetched for it. */
export function EmbedCover({ channel, view, onPlay }: EmbedCoverProps): ReactNode {
  const broadcast = view?.broadcast ?? null;
  const isLive = broadcast?.state === 'live';
  const poster = broadcast?.packaging?.posterPath ?? null;
  return (
    <main className="embed embed-cover" data-state="idle">
      <h1 className="visually-hidden">{watchText.heading(channel)}</h1>
      {/* It says nothing that the words don't. */}
      {poster !== null && <img className="embed-poster" src={poster} alt="" />}
      <WatchLink channel={channel} lit={isLive} />
      <button
        type="button"
        className="embed-play"
        aria-label={embedText.play(channel)}
        onClick={onPlay}
      >
        <Play aria-hidden />
      </button>
      {view !== null && (
        <div className="embed-state">
          {isLive ? (
            <Badge look="lit">{watchText.live}</Badge>
          ) : (
            <Badge look="plain">{commonText.offAir}</Badge>
          )}
        </div>
      )}
    </main>
  );
}

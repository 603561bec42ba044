import type { Via } from '@tallylight/player';
import type { ReactNode } from 'react';
import { watchText } from '../text/watch.ts';
import type { WatchedPlayer } from './use-player.ts';

type PictureProps = {
  readonly channel: string;
  readonly videos: WatchedPlayer['videos'];
  /** Which of the two is the one to be seen. */
  readonly front: Via;
};

const ways = ['webrtc', 'hls'] as const;

/** A video element for each way that the picture comes; the one behind gets its picture while the other is seen. */
export function Picture({ channel, videos, front }: PictureProps): ReactNode {
  return ways.map((via) => (
    // biome-ignore lint/a11y/useMediaCaption: a live picture has no captions to offer
    <video
      key={via}
      ref={videos[via]}
      className="player-video"
      data-front={via === front}
      aria-label={watchText.heading(channel)}
      aria-hidden={via !== front}
      tabIndex={-1}
      playsInline
    />
  ));
}

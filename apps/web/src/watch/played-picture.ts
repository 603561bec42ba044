import type { Player, Via } from '@tallylight/player';
import { watchText } from '../text/watch.ts';

/** The page waits no longer than this for the picture, in ms: what they do comes in each other's way. */
const pictureFirstMs = 500;

const ways = ['webrtc', 'hls'] as const;

/**
 * A player and the two video elements that it plays in, one over the other: the one behind gets its picture while the
 * other is seen. They are there before the page is, which takes them in when it has a place for them.
 */
export class PlayedPicture {
  readonly player: Player;
  readonly videos: Readonly<Record<Via, HTMLVideoElement>>;
  #early: HTMLElement | null = null;

  constructor(player: Player, options: { readonly channel: string; readonly document: Document }) {
    this.player = player;
    this.videos = { webrtc: createVideo('webrtc', options), hls: createVideo('hls', options) };
    this.#bringForward();
    player.subscribe(() => this.#bringForward());
    player.attach(this.videos);
  }

  /**
   * Shows them before there is a page.
   *
   * @param place taken away when the page has a place of its own
   * @param within where in it they belong
   */
  showEarly(place: HTMLElement, within: HTMLElement): void {
    this.#early = place;
    for (const via of ways) within.append(this.videos[via]);
  }

  /** Puts them where the page has a place for them. What plays goes on. */
  moveTo(place: HTMLElement): void {
    for (const via of ways) move(this.videos[via], place);
    this.#leaveEarlyPlace();
  }

  /** There is nothing to see, and will be nothing. */
  end(): void {
    this.player.stop();
    this.#leaveEarlyPlace();
  }

  /** Resolves when there is something to see, or when nothing is to be expected soon. */
  seen(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const left = new AbortController();
    for (const via of ways) {
      this.videos[via].addEventListener('loadeddata', () => resolve(), { signal: left.signal });
    }
    const look = (): void => {
      const { state, playBlocked } = this.player.getSnapshot();
      if (state.name !== 'connecting' || playBlocked) resolve();
    };
    const unsubscribe = this.player.subscribe(look);
    const timer = setTimeout(resolve, pictureFirstMs);
    look();
    return promise.finally(() => {
      left.abort();
      unsubscribe();
      clearTimeout(timer);
    });
  }

  #leaveEarlyPlace(): void {
    this.#early?.remove();
    this.#early = null;
  }

  #bringForward(): void {
    const front = this.player.getSnapshot().via;
    for (const via of ways) {
      const video = this.videos[via];
      if (video.dataset['front'] === String(via === front)) continue;
      video.dataset['front'] = String(via === front);
      video.setAttribute('aria-hidden', String(via !== front));
    }
  }
}

function createVideo(
  via: Via,
  { channel, document }: { readonly channel: string; readonly document: Document },
): HTMLVideoElement {
  const video = document.createElement('video');
  video.className = 'player-video';
  video.dataset['via'] = via;
  video.setAttribute('aria-label', watchText.heading(channel));
  video.tabIndex = -1;
  video.playsInline = true;
  return video;
}

/** Without a break where the browser can; elsewhere an element that is put elsewhere at once plays on, too. */
function move(video: HTMLVideoElement, place: HTMLElement): void {
  if (video.isConnected && 'moveBefore' in place) place.moveBefore(video, null);
  else place.append(video);
}

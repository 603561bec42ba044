import type { WatchedLayer } from '@tallylight/webrtc';
import type { PlaybackError } from '../playback-error.ts';

/** One broadcast in one video element, over HTTP. It tells of trouble and leaves it to its owner to try again. */
export type HlsSession = {
  /** Null until it is known. */
  readonly media: { readonly audio: boolean; readonly video: boolean } | null;
  /** Lowest first; empty where there is nothing to choose. */
  readonly layers: readonly WatchedLayer[];
  /** Begins to load; plays as soon as the element is told to. */
  readonly start: () => void;
  /** Goes on after trouble, with what is on the screen. */
  readonly resume: (error: PlaybackError) => void;
  /** Goes to where a viewer who joins now would begin, unless it is near. */
  readonly toLive: () => void;
  readonly setMaxHeight: (height: number | null) => void;
  /** When what stands at this place of the element's timeline was captured: ms since 1970; null where unknown. */
  readonly capturedAtMs: (mediaTimeS: number) => number | null;
  readonly close: () => void;
};

export type HlsSessionOptions = {
  /** The multivariant playlist. */
  readonly url: string;
  readonly video: HTMLVideoElement;
  /** The element has a source: it may be told to play. */
  readonly playable: () => void;
  /** media or layers have changed. */
  readonly changed: () => void;
  /** It goes no further by itself. */
  readonly troubled: (error: PlaybackError) => void;
  /** The broadcast is over, and was shown to its end. */
  readonly ended: () => void;
};

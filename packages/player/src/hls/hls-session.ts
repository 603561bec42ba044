import type { WatchedLayer } from '@tallylight/webrtc';
import type { PlaybackError } from '../playback-error.ts';
import type { MomentSpan } from './dated-timeline.ts';

/** How a session does, for those who look closely; null where it can't be told. */
export type HlsSessionFacts = {
  /** The video's size in pixels and the stream's bitrate, as the playlist tells them. */
  readonly width: number | null;
  readonly height: number | null;
  readonly bitsPerS: number | null;
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  /** What the line carries, as hls.js estimates it. */
  readonly lineBitsPerS: number | null;
};

/** One broadcast in one video element, over HTTP. It tells of trouble and leaves it to its owner to try again. */
export type HlsSession = {
  /** Null until it is known. */
  readonly media: { readonly audio: boolean; readonly video: boolean } | null;
  /** Lowest first; empty where there is nothing to choose. */
  readonly layers: readonly WatchedLayer[];
  /** Begins to load. */
  readonly start: () => void;
  /** Goes on after trouble, with what is on the screen. */
  readonly resume: (error: PlaybackError) => void;
  /** Goes to where a viewer who joins now would begin, unless it is near, and holds that distance from now on. */
  readonly toLive: () => void;
  /**
   * Goes to what was captured then, in ms since 1970, or as near as can be.
   *
   * @param isLive whether it holds its distance to live from there on; else it plays on at its own pace
   */
  readonly toMoment: (capturedAtMs: number, isLive: boolean) => void;
  readonly setMaxHeight: (height: number | null) => void;
  /** When what stands at this place of the element's timeline was captured: ms since 1970; null where unknown. */
  readonly capturedAtMs: (mediaTimeS: number) => number | null;
  /** What can be gone to, in ms since 1970; null while not known. */
  readonly span: MomentSpan | null;
  readonly facts: () => HlsSessionFacts | null;
  readonly close: () => void;
};

export type HlsSessionOptions = {
  /** The multivariant playlist. */
  readonly url: string;
  readonly video: HTMLVideoElement;
  /** What it begins with, in ms since 1970 by the server's clock; null: as near to live as a joiner would. */
  readonly fromMs: number | null;
  /** Whether it holds its distance to live, once it plays. */
  readonly isLive: boolean;
  /** Has what is immutable come into the browser's cache. */
  readonly readAhead: (url: string) => void;
  /** The element has a source: it may be told to play. */
  readonly playable: () => void;
  /** media or layers have changed. */
  readonly changed: () => void;
  /** It goes no further by itself. */
  readonly troubled: (error: PlaybackError) => void;
  /** The broadcast is over, and was shown to its end. */
  readonly ended: () => void;
};

import type { SessionEnvironment, SessionError, ViewStats, WatchedLayer } from '@tallylight/webrtc';
import type { ChannelWatch } from './channel-watch.ts';
import type { LatencySample } from './latency.ts';
import type { PlayerEvent } from './player-state.ts';
import type { Screen, ShownFrame } from './screen.ts';

/** One way of playing a channel. It joins by itself and comes back by itself, from start() to stop(). */
export type Engine = {
  /** What is on the screen carries; null while nothing is. */
  readonly media: { readonly audio: boolean; readonly video: boolean } | null;
  /** As the server tells them with the media; null where it does not. */
  readonly viewers: number | null;
  /** What there is to choose from, lowest first; empty while not known. */
  readonly layers: readonly WatchedLayer[];
  /** Whether media comes in, and for how long without an interruption, in ms. */
  readonly isFlowing: boolean;
  readonly flowingForMs: number;
  readonly start: () => void;
  /** Leaves nothing on the screen. */
  readonly stop: () => void;
  /** Tries again now instead of waiting on. */
  readonly retry: () => void;
  /** The screen has got an element. */
  readonly attached: () => void;
  /** The viewer plays on, maybe after a pause. */
  readonly played: () => void;
  readonly setMaxHeight: (height: number | null) => void;
  readonly frameShown: (frame: ShownFrame) => void;
  /** The channel was read anew. */
  readonly channelRead: () => void;
  readonly measure: (frame: ShownFrame | null) => LatencySample | null;
  readonly stats: () => Promise<ViewStats | null>;
};

/** What an engine is given by the player. */
export type EngineHost = {
  readonly environment: SessionEnvironment;
  /** From 0 (inclusive) to 1 (exclusive): spreads the tries of many viewers. */
  readonly random: () => number;
  readonly screen: Screen;
  readonly channel: ChannelWatch;
  /** What to add to this machine's clock to get the server's, in ms; null when not known. */
  readonly clockOffsetMs: () => number | null;
  readonly happened: (event: PlayerEvent) => void;
  /** A try over WebRTC failed; the engine goes on unless the player takes another one. */
  readonly failed: (error: SessionError) => void;
  /** One of media, viewers, layers has changed. */
  readonly changed: () => void;
  /** Media came in where no frames are told of. */
  readonly counted: () => void;
  /** What is shown has stopped. */
  readonly frozen: () => void;
};

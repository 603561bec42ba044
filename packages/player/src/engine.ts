import type { SessionEnvironment, SessionError, WatchedLayer } from '@tallylight/webrtc';
import type { ChannelWatch } from './channel-watch.ts';
import type { LatencySample } from './latency.ts';
import type { PlayerEvent } from './player-state.ts';
import type { Screen, ShownFrame } from './screen.ts';
import type { PlayerStatistics } from './statistics.ts';
import type { TroubleStage } from './trouble.ts';

/** One way of playing a channel. It joins by itself and comes back by itself, from start() to stop(). */
export type Engine = {
  /** What is on its screen carries; null while nothing is. */
  readonly media: { readonly audio: boolean; readonly video: boolean } | null;
  /** As the server tells them with the media; null where it does not. */
  readonly viewers: number | null;
  /** What there is to choose from, lowest first; empty while not known. */
  readonly layers: readonly WatchedLayer[];
  /** Whether media comes in, and for how long without an interruption, in ms. */
  readonly isFlowing: boolean;
  readonly flowingForMs: number;
  /** When what it shows now was captured, in ms since 1970 by the server's clock; null while not known. */
  readonly positionMs: number | null;
  /** Leaves nothing on its screen. */
  readonly stop: () => void;
  /** Tries again now instead of waiting on. */
  readonly retry: () => void;
  readonly setMaxHeight: (height: number | null) => void;
  readonly frameShown: (frame: ShownFrame) => void;
  readonly measure: (frame: ShownFrame | null) => LatencySample | null;
  /** How it goes; rates are means since the last call. @param latencyMs as it was measured */
  readonly statistics: (latencyMs: number | null) => Promise<PlayerStatistics | null>;
};

/** What an engine is given by the player. */
export type EngineHost = {
  readonly environment: SessionEnvironment;
  /** From 0 (inclusive) to 1 (exclusive): spreads the tries of many viewers. */
  readonly random: () => number;
  /** The engine's own. */
  readonly screen: Screen;
  readonly channel: ChannelWatch;
  /** What to add to this machine's clock to get the server's, in ms; null when not known. */
  readonly clockOffsetMs: () => number | null;
  /** Whether its screen is the one that the viewer sees. */
  readonly isInFront: () => boolean;
  /** There is something to play, when the viewer shall see it. */
  readonly playable: () => void;
  readonly happened: (event: PlayerEvent) => void;
  /** A try over WebRTC failed; the engine goes on unless the player stops it. */
  readonly failed: (error: SessionError) => void;
  /** Something kept the viewer from the picture. */
  readonly troubled: (stage: TroubleStage, detail: string) => void;
  /** One of media, viewers, layers, or how it does, has changed. */
  readonly changed: () => void;
  /** Media came in where no frames are told of. */
  readonly counted: () => void;
  /** A frame is late: what is shown may be about to stall. */
  readonly late: () => void;
  /** What is shown has stopped. */
  readonly frozen: () => void;
};

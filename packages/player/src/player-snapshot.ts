import type { WatchedLayer } from '@tallylight/webrtc';
import type { WatchedRecording } from './channel.ts';
import type { PlayerState } from './player-state.ts';
import type { Via } from './via.ts';
import type { ViaReason } from './via-reason.ts';

/**
 * Where a viewer sits: `live` as near as can be · `behind` at an earlier moment of what is on air · `recording` in a
 * broadcast that is over.
 */
export type Seat = 'live' | 'behind' | 'recording';

/** What a page shows; the same object until something in it changes. */
export type PlayerSnapshot = {
  readonly state: PlayerState;
  readonly seat: Seat;
  readonly isPaused: boolean;
  readonly muted: boolean;
  /** From 0 to 1. */
  readonly volume: number;
  /** The browser gives no sound before the viewer touches the page: offer a tap that calls unmute(). */
  readonly soundBlocked: boolean;
  /** The browser plays nothing before that: offer a button that calls play(). */
  readonly playBlocked: boolean;
  /** Which of the two elements is the one to be seen. */
  readonly via: Via;
  /** Why that is another way than the one that was asked for; null where it is not. */
  readonly viaReason: ViaReason | null;
  /** What the session on the screen carries; null while there is none. */
  readonly media: { readonly audio: boolean; readonly video: boolean } | null;
  /** Viewers, as the server tells them; null while it has not. */
  readonly viewers: number | null;
  /** What there is to choose from, lowest first; empty while not known. */
  readonly layers: readonly WatchedLayer[];
  /** The publisher is gone and waited for: it is not the viewer's line that keeps the picture away. */
  readonly isPublisherAway: boolean;
  /** The last broadcast that is over, where it can be played again. */
  readonly recording: WatchedRecording | null;
};

/** Whether a page would show the same. */
export function isSameSnapshot(a: PlayerSnapshot, b: PlayerSnapshot): boolean {
  // The state's object is kept while it is the same; the rest is plain data.
  return a.state === b.state && textOf(a) === textOf(b);
}

function textOf(snapshot: PlayerSnapshot): string {
  return JSON.stringify({ ...snapshot, state: null });
}

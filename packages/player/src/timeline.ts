import { Listeners, type TimerHandle, type Timers } from '@tallylight/webrtc';
import type { WatchedChannel } from './channel.ts';
import type { MomentSpan } from './hls/dated-timeline.ts';
import type { Seat } from './player-snapshot.ts';

/** Where a viewer is in what can be watched, in ms since 1970 by the server's clock. */
export type PlayedSpan = {
  /** The earliest moment that can be gone to. */
  readonly startMs: number;
  /** The latest: now, or the end of a recording. */
  readonly endMs: number;
  /** What is shown. */
  readonly positionMs: number;
};

/** How often it is told, in ms. */
const everyMs = 250;
/** What is at the window's edge is gone before it could be had, in ms. */
const edgeMs = 2_000;

export type TimelineFacts = {
  readonly seat: Seat;
  /** The server's clock; null while not known. */
  readonly nowMs: number | null;
  /** What is shown; null while nothing is. */
  readonly positionMs: number | null;
  /** What HLS lists; null while it does not run. */
  readonly listed: MomentSpan | null;
  readonly channel: WatchedChannel | null;
};

/** What can be watched; null where nothing can be gone to. */
export function playedSpan(facts: TimelineFacts): PlayedSpan | null {
  const { seat, nowMs, positionMs, listed, channel } = facts;
  if (seat === 'recording') {
    const { recording } = channel ?? {};
    const span = listed ?? recordedSpan(recording ?? null);
    return span === null ? null : { ...span, positionMs: positionMs ?? span.startMs };
  }
  const packaging = channel?.broadcast?.packaging;
  const startedAtMs = packaging?.startedAtMs ?? null;
  const windowMs = packaging?.windowMs ?? 0;
  if (nowMs === null || startedAtMs === null || windowMs === 0) return null;
  const reachMs = Math.max(startedAtMs, nowMs - windowMs + edgeMs);
  const startMs = Math.max(reachMs, listed?.startMs ?? reachMs);
  if (startMs >= nowMs) return null;
  return { startMs, endMs: nowMs, positionMs: positionMs ?? nowMs };
}

function recordedSpan(recording: WatchedChannel['recording'] | null): MomentSpan | null {
  if (recording == null) return null;
  const { startedAtMs, durationMs } = recording;
  return { startMs: startedAtMs, endMs: startedAtMs + durationMs };
}

/** Tells where the viewer is, several times a second. */
export class Timeline {
  readonly #timers: Timers;
  readonly #read: () => PlayedSpan | null;
  readonly #listeners = new Listeners();
  #span: PlayedSpan | null = null;
  #timer: TimerHandle | null = null;

  constructor(timers: Timers, read: () => PlayedSpan | null) {
    this.#timers = timers;
    this.#read = read;
  }

  readonly get = (): PlayedSpan | null => this.#span;
  readonly subscribe = this.#listeners.add;

  start(): void {
    this.stop();
    this.#timer = this.#timers.setTimeout(() => {
      this.look();
      this.start();
    }, everyMs);
  }

  stop(): void {
    if (this.#timer !== null) this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Reads it now. */
  look(): void {
    const span = this.#read();
    if (span === null && this.#span === null) return;
    this.#span = span;
    this.#listeners.notify();
  }
}

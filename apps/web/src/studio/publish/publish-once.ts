import type { BroadcastView } from '@tallylight/contract';
import type { PublishStats, Timers } from '@tallylight/webrtc';
import { pause } from './pause.ts';
import { PublishError } from './publish-error.ts';
import type { PublishSession } from './publish-session.ts';

/** How long the server may take to say that the channel is live, once media can flow. */
const confirmMs = 10_000;
const confirmEveryMs = 200;
const statsEveryMs = 1_000;
/** How often the channel is read while on air, for the number of viewers. */
const channelEveryMs = 2_000;

export type PublishOnceOptions = {
  readonly session: PublishSession;
  /** Reads the broadcast of the channel; rejects when the server can't be asked. */
  readonly readBroadcast: () => Promise<BroadcastView | null>;
  /** Tells the server how this machine's clock stands, from its start to its stop. */
  readonly captureClock: { readonly start: () => void; readonly stop: () => void };
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** Media can flow; the server has yet to confirm. */
  readonly onConnected: () => Promise<void>;
  /** The server confirmed that the channel is live. */
  readonly onLive: (broadcast: { readonly startedAtMs: number }) => void;
  readonly onStats: (stats: PublishStats) => void;
  readonly onBroadcast: (broadcast: BroadcastView) => void;
};

/**
 * Publishes over one session, from its offer to its end. Resolves when `signal` aborts it, rejects with a
 * {@link PublishError} when it ends in any other way. The session is closed in either case.
 */
export async function publishOnce(options: PublishOnceOptions): Promise<void> {
  const { session, captureClock, signal } = options;
  const over = new AbortController();
  const undo = session.subscribe(() => {
    if (isOver(session)) over.abort();
  });
  const stopped = AbortSignal.any([signal, over.signal]);
  try {
    await session.start();
    await options.onConnected();
    captureClock.start();
    const startedAtMs = await untilLive(options, stopped);
    if (startedAtMs !== null) options.onLive({ startedAtMs });
    await attend(options, stopped);
    if (!signal.aborted) throw await reasonOf(session);
  } catch (error) {
    if (!signal.aborted) throw PublishError.from(error);
  } finally {
    undo();
    captureClock.stop();
    // One that was lost is left to the server, which keeps the viewers and waits for the next try.
    if (session.getState().name !== 'failed') await session.close();
  }
}

/** Resolves with the start of the broadcast when the server says that it is live; null when stopped. */
async function untilLive(options: PublishOnceOptions, signal: AbortSignal): Promise<number | null> {
  const untilMs = options.nowMs() + confirmMs;
  while (options.nowMs() < untilMs) {
    // A question that goes unanswered is asked again until the time is up.
    const broadcast = await options.readBroadcast().catch(() => null);
    if (signal.aborted) return null;
    if (broadcast?.state === 'live' && broadcast.startedAtMs !== null) {
      options.onBroadcast(broadcast);
      return broadcast.startedAtMs;
    }
    await pause(options.timers, { delayMs: confirmEveryMs, signal });
  }
  throw PublishError.unconfirmed();
}

/** Measures for as long as the session lasts. */
async function attend(options: PublishOnceOptions, signal: AbortSignal): Promise<void> {
  let channelReadAtMs = options.nowMs();
  while (!signal.aborted) {
    const stats = await options.session.stats().catch(() => null);
    if (stats && !signal.aborted) options.onStats(stats);
    if (options.nowMs() - channelReadAtMs >= channelEveryMs) {
      channelReadAtMs = options.nowMs();
      options.readBroadcast().then((broadcast) => {
        if (broadcast && !signal.aborted) options.onBroadcast(broadcast);
      }, ignoreUnanswered);
    }
    await pause(options.timers, { delayMs: statsEveryMs, signal });
  }
}

/** The media says whether the connection lives; an unanswered question about viewers does not. */
function ignoreUnanswered(): void {}

function isOver(session: PublishSession): boolean {
  const { name } = session.getState();
  return name === 'failed' || name === 'closed';
}

async function reasonOf(session: PublishSession): Promise<unknown> {
  const state = session.getState();
  if (state.name !== 'failed') return PublishError.closed();
  return (await whyEnded(session)) ?? state.error;
}

/** What the server says of the end of a session, where that was on purpose. */
export async function whyEnded(session: PublishSession): Promise<PublishError | null> {
  const problem = await session.readEnding();
  return problem && PublishError.ended(problem);
}

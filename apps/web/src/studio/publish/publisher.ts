import type { BroadcastView } from '@tallylight/contract';
import { type Backoff, backoffMs, type Timers } from '@tallylight/webrtc';
import { StateCell } from '../../state-cell.ts';
import { BroadcastTally } from './broadcast-tally.ts';
import { encodingsFor } from './encodings.ts';
import { type Health, healthOf } from './health.ts';
import { pause } from './pause.ts';
import { PublishError } from './publish-error.ts';
import { publishOnce, whyEnded } from './publish-once.ts';
import type { PublishSession, PublishSessionOptions, PublishTracks } from './publish-session.ts';
import type { PublisherState } from './publisher-state.ts';
import { SteadyLimit } from './steady-limit.ts';

/** Waits between tries to return: a short loss is mended at once, a long one does not hammer the server. */
const backoff: Backoff = { firstMs: 500, capMs: 5_000 };

export type PublisherOptions = {
  readonly createSession: (options: PublishSessionOptions) => PublishSession;
  /** Reads the broadcast of the channel; rejects when the server can't be asked. */
  readonly readBroadcast: () => Promise<BroadcastView | null>;
  /** Tells the server how this machine's clock stands, from its start to its stop. */
  readonly captureClock: { readonly start: () => void; readonly stop: () => void };
  /** How long the server waits for a publisher who was lost, in ms. */
  readonly graceMs: number;
  readonly timers: Timers;
  /** This machine's clock, in ms; it never steps back. */
  readonly nowMs: () => number;
  /** The server's clock as well as it is known, in ms since 1970. */
  readonly serverNowMs: () => number;
  /** From 0 to 1, spreads the tries to return. */
  readonly random: () => number;
};

/**
 * Publishes a broadcast and brings it back when its connection goes: the only owner of that retry. It gives
 * up when the server, too, has stopped waiting.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #state = new StateCell<PublisherState>({ name: 'idle', error: null });
  readonly #health = new StateCell<Health | null>(null);
  #tracks: PublishTracks = { video: null, audio: null };
  #session: PublishSession | null = null;
  /** The last session that was connected. */
  #connected: PublishSession | null = null;
  #wantedLayers: readonly string[] | null = null;
  /** Ends the broadcast that runs; null when none does. */
  #running: AbortController | null = null;
  #tally = new BroadcastTally();
  readonly getState = this.#state.get;
  readonly subscribe = this.#state.subscribe;
  /** The last reading stays while the connection is lost: zeros would be a lie. */
  readonly getHealth = this.#health.get;
  readonly subscribeHealth = this.#health.subscribe;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /**
   * Starts a broadcast; the outcome is the state. Resolves when it is over; does nothing while one runs.
   *
   * @param options.takeover whether somebody who is live on the channel has to make room
   */
  async goLive(tracks: PublishTracks, { takeover = false } = {}): Promise<void> {
    if (this.#running) return;
    this.#connected = null;
    const running = new AbortController();
    this.#running = running;
    this.#tracks = tracks;
    this.#tally = new BroadcastTally();
    this.#health.set(null);
    this.#state.set({ name: 'starting' });
    await this.#run(running.signal, takeover);
    if (this.#running === running) this.#running = null;
  }

  /** Ends the broadcast for everybody; also gives up a start, or the way back. */
  async end(): Promise<void> {
    if (!this.#running) return;
    this.#running.abort();
    this.#running = null;
    this.#finish({ error: null, endedAtMs: this.#options.serverNowMs() });
    await this.#session?.close();
  }

  /** Back to the beginning, after a broadcast has ended. */
  reset(): void {
    if (!this.#running) this.#state.set({ name: 'idle', error: null });
  }

  /** Somebody takes these layers, by `rid`; the others may rest. Null: it is not known, so all are sent. */
  async setWantedLayers(rids: readonly string[] | null): Promise<void> {
    this.#wantedLayers = rids;
    if (this.#state.get().name === 'on-air') await this.#session?.setActiveLayers(rids);
  }

  /** Sends another track of a kind from now on, in the same session. */
  async replaceTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): Promise<void> {
    this.#tracks = { ...this.#tracks, [kind]: track };
    const session = this.#session;
    if (session?.getState().name === 'connected') await session.replaceTrack(kind, track);
  }

  async #run(signal: AbortSignal, takeover: boolean): Promise<void> {
    let loss: Loss | null = null;
    while (!signal.aborted) {
      const before: PublisherState = this.#state.get();
      // Who comes back takes over: the server may still take the lost session for one that is on air.
      const options = { signal, takeover: takeover || loss !== null };
      const error = (loss && (await this.#whyNotBack())) ?? (await this.#publishOnce(options));
      if (signal.aborted || error === null) return;
      const after = this.#state.get();
      if (after.name !== 'on-air' && after.name !== 'reconnecting') {
        this.#finish({ error, endedAtMs: this.#options.serverNowMs() });
        return;
      }
      // A session that got on air begins the count anew.
      if (loss === null || after !== before)
        loss = { atMs: this.#options.nowMs(), serverAtMs: this.#options.serverNowMs(), attempt: 0 };
      if (error.final || this.#options.nowMs() - loss.atMs >= this.#options.graceMs) {
        const cause = error.final ? error : PublishError.lost(error);
        this.#finish({ error: cause, endedAtMs: loss.serverAtMs });
        return;
      }
      loss = { ...loss, attempt: loss.attempt + 1 };
      const { attempt } = loss;
      this.#state.set({ name: 'reconnecting', attempt, startedAtMs: after.startedAtMs });
      const delayMs = backoffMs(backoff, attempt, this.#options.random());
      await pause(this.#options.timers, { delayMs, signal });
    }
  }

  /** One session from its offer to its end; resolves with why it ended, null when it was told to. */
  async #publishOnce({ signal, takeover }: PublishOnce): Promise<PublishError | null> {
    const { readBroadcast, captureClock, timers, nowMs } = this.#options;
    const tracks = this.#tracks;
    const session = this.#options.createSession({
      tracks,
      encodings: encodingsOf(tracks.video),
      takeover,
    });
    this.#session = session;
    const limit = new SteadyLimit();
    try {
      await publishOnce({
        session,
        readBroadcast,
        captureClock,
        timers,
        nowMs,
        signal,
        onConnected: () => {
          this.#connected = session;
          return this.#sendNewer(session, tracks);
        },
        onLive: ({ startedAtMs }) => {
          this.#state.set({ name: 'on-air', startedAtMs });
          void this.setWantedLayers(this.#wantedLayers);
        },
        onBroadcast: (broadcast) => this.#tally.addViewers(broadcast.viewers),
        onStats: (stats) => {
          this.#tally.addBitrate(stats.bitsPerS);
          const health = healthOf(stats);
          const limitedBy = limit.read({ limitedBy: health.limitedBy, atMs: stats.atMs });
          this.#health.set({ ...health, limitedBy });
        },
      });
      return null;
    } catch (error) {
      return PublishError.from(error);
    }
  }

  /** Who was made to go does not come back and make the other one go. */
  async #whyNotBack(): Promise<PublishError | null> {
    return this.#connected && whyEnded(this.#connected);
  }

  /** A device may have been switched while the session was connecting. */
  async #sendNewer(session: PublishSession, sent: PublishTracks): Promise<void> {
    for (const [kind, track] of [
      ['video', this.#tracks.video],
      ['audio', this.#tracks.audio],
    ] as const) {
      if (sent[kind] !== null && track !== sent[kind]) await session.replaceTrack(kind, track);
    }
  }

  #finish(end: { readonly error: PublishError | null; readonly endedAtMs: number }): void {
    const state = this.#state.get();
    if (state.name === 'on-air' || state.name === 'reconnecting') {
      const summary = this.#tally.summary(end.endedAtMs - state.startedAtMs);
      this.#state.set({ name: 'ended', summary, error: end.error });
    } else {
      this.#state.set({ name: 'idle', error: end.error });
    }
  }
}

/** How to publish once. */
type PublishOnce = { readonly signal: AbortSignal; readonly takeover: boolean };

/** When the connection went, by both clocks, and how often it was tried to return since. */
type Loss = { readonly atMs: number; readonly serverAtMs: number; readonly attempt: number };

function encodingsOf(video: MediaStreamTrack | null): RTCRtpEncodingParameters[] {
  if (video === null) return [];
  const { width, height } = video.getSettings();
  // A track that does not tell is taken for what was asked of the camera.
  return encodingsFor({ width: width ?? 1280, height: height ?? 720 });
}

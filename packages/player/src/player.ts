import {
  type ClockReading,
  Listeners,
  type SessionEnvironment,
  type SessionError,
  type ViewStats,
  type WatchedLayer,
} from '@tallylight/webrtc';
import type { WatchedChannel } from './channel.ts';
import { ChannelWatch } from './channel-watch.ts';
import type { Engine, EngineHost } from './engine.ts';
import { HlsEngine, type HlsOptions } from './hls/hls-engine.ts';
import type { LatencySample } from './latency.ts';
import { LatencyMeter } from './latency-meter.ts';
import { flowingPaceMs, freshMs, waitingPaceMs } from './pacing.ts';
import { type PlayerEvent, type PlayerState, transition } from './player-state.ts';
import { Screen, type ShownFrame } from './screen.ts';
import type { Via } from './via.ts';
import { type ViaReason, viaReasonOf } from './via-reason.ts';
import { WhepEngine } from './whep-engine.ts';

/** What a player is made with. */
export type PlayerOptions = {
  readonly environment: SessionEnvironment;
  /** The WHEP endpoint of the channel. */
  readonly whepUrl: string;
  /** How it is played over HTTP; absent where it shall not be. */
  readonly hls?: HlsOptions;
  /** How it comes to the viewer at first; default webrtc. */
  readonly via?: Via;
  /** Reads the channel: every 3 s at first and while nothing plays, else every 15 s. */
  readonly fetchChannel: () => Promise<WatchedChannel>;
  /** Without it latency is known from the server on at best. */
  readonly serverClock?: { readonly getReading: () => ClockReading | null };
  /** From 0 (inclusive) to 1 (exclusive): spreads the tries of many viewers. */
  readonly random: () => number;
  /** Default false: with sound where the browser allows it. */
  readonly muted?: boolean;
};

/** What a page shows; the same object until something in it changes. */
export type PlayerSnapshot = {
  readonly state: PlayerState;
  readonly muted: boolean;
  /** The browser gives no sound before the viewer touches the page: offer a tap that calls unmute(). */
  readonly soundBlocked: boolean;
  /** The browser plays nothing before that: offer a button that calls play(). */
  readonly playBlocked: boolean;
  /** How it comes to the viewer, or tries to. */
  readonly via: Via;
  /** Why that is another way than the one that was asked for; null where it is not. */
  readonly viaReason: ViaReason | null;
  /** What the session on the screen carries; null while there is none. */
  readonly media: { readonly audio: boolean; readonly video: boolean } | null;
  /** Viewers, as the server tells them; null while it has not. */
  readonly viewers: number | null;
  /** What there is to choose from, lowest first; empty while not known. */
  readonly layers: readonly WatchedLayer[];
};

/** Plays a channel in a video element; joins by itself and comes back by itself. */
export class Player {
  readonly #options: PlayerOptions;
  readonly #listeners = new Listeners();
  readonly #latencyListeners = new Listeners();
  readonly #screen: Screen;
  readonly #channel: ChannelWatch;
  readonly #latency: LatencyMeter;
  readonly #host: EngineHost;
  #via: Via;
  #viaReason: ViaReason | null = null;
  #engine: Engine;
  #maxHeight: number | null = null;
  #state: PlayerState = { name: 'idle' };
  #snapshot: PlayerSnapshot;

  constructor(options: PlayerOptions) {
    this.#options = options;
    const { environment, random } = options;
    const { nowMs, timers } = environment;
    this.#latency = new LatencyMeter({
      nowMs,
      measure: (frame) => this.#engine.measure(frame),
      changed: () => this.#latencyListeners.notify(),
    });
    this.#screen = new Screen({
      nowMs,
      createMediaStream: environment.createMediaStream,
      muted: options.muted ?? false,
      changed: () => this.#publish(),
      frameShown: (frame) => this.#frameShown(frame),
    });
    this.#channel = new ChannelWatch({
      fetchChannel: options.fetchChannel,
      timers,
      paceMs: () => this.#channelPaceMs(),
      read: (channel) => this.#channelRead(channel),
    });
    this.#host = {
      environment,
      random,
      screen: this.#screen,
      channel: this.#channel,
      clockOffsetMs: () => options.serverClock?.getReading()?.offsetMs ?? null,
      happened: (event) => this.#apply(event),
      failed: (error) => void this.#fallBack(error),
      changed: () => this.#publish(),
      counted: () => this.#latency.counted(),
      frozen: () => this.#frozen(),
    };
    this.#via = options.hls === undefined ? 'webrtc' : (options.via ?? 'webrtc');
    this.#engine = this.#createEngine();
    this.#snapshot = this.#takeSnapshot();
  }

  readonly getSnapshot = (): PlayerSnapshot => this.#snapshot;
  readonly getState = (): PlayerState => this.#state;

  /** Calls `listener` after every change of the snapshot; returns what undoes it. */
  readonly subscribe = this.#listeners.add;

  /** The latency for people: the median of the last second, in whole ms; null when unknown. */
  readonly getLatencyMs = (): number | null => this.#latency.calmMs;

  /** Calls `listener` when the latency for people changes, twice a second at most. */
  readonly subscribeLatency = this.#latencyListeners.add;

  /** Plays in this element from now on; `srcObject`, `src` and `muted` are the player's. */
  attach(video: HTMLVideoElement): void {
    this.#screen.attach(video);
    this.#engine.attached();
  }

  /** Lets the element go; what plays over WebRTC is kept for the next one until stop(). */
  detach(): void {
    this.#screen.detach();
  }

  start(): void {
    if (this.#state.name !== 'idle') return;
    this.#apply({ name: 'started' });
    this.#channel.start();
    this.#engine.start();
  }

  /** Ends everything; start() may come again. */
  stop(): void {
    this.#channel.stop();
    this.#engine.stop();
    this.#latency.reset();
    this.#apply({ name: 'stopped' });
  }

  /** Tries again now: after `failed`, or instead of waiting on. */
  retry(): void {
    if (this.#state.name === 'idle' || this.#engine.isFlowing) return;
    this.#apply({ name: 'started' });
    this.#engine.retry();
  }

  /** Goes on this way; what is on the screen makes room. Nothing happens where it is the way already. */
  setVia(via: Via): void {
    if (via === this.#via || this.#options.hls === undefined) return;
    this.#switch(via, null);
  }

  /** Plays after `playBlocked` or a pause, in the wake of a click. Never rejects. */
  play(): Promise<void> {
    this.#engine.played();
    return this.#screen.play();
  }

  mute(): void {
    this.#screen.mute();
  }

  /** Gives sound, in the wake of a click. Never rejects. */
  unmute(): Promise<void> {
    return this.#screen.unmute();
  }

  /** Asks for no better layer than the tallest that fits this height, in pixels; null: for the best there is. */
  setMaxHeight(height: number | null): void {
    this.#maxHeight = height;
    this.#engine.setMaxHeight(height);
  }

  /** Measures the latency of the frame shown last; null when it can't be known. */
  sampleLatency(): LatencySample | null {
    return this.#latency.sample();
  }

  /** How the session in hand goes, with rates since the last call; null when there is none. */
  stats(): Promise<ViewStats | null> {
    return this.#engine.stats();
  }

  #createEngine(): Engine {
    const { hls, whepUrl } = this.#options;
    return this.#via === 'hls' && hls !== undefined
      ? new HlsEngine(this.#host, hls)
      : new WhepEngine(this.#host, whepUrl);
  }

  #switch(via: Via, reason: ViaReason | null): void {
    this.#engine.stop();
    this.#latency.reset();
    this.#via = via;
    this.#viaReason = reason;
    this.#engine = this.#createEngine();
    this.#engine.setMaxHeight(this.#maxHeight);
    const isStarted = this.#state.name !== 'idle';
    this.#apply({ name: 'switched' });
    this.#publish();
    if (isStarted) this.#engine.start();
  }

  /** WebRTC can't be had: it goes on over HTTP where that can be. */
  async #fallBack(error: SessionError): Promise<void> {
    const reason = viaReasonOf(error);
    const engine = this.#engine;
    if (reason === null || this.#options.hls === undefined) return;
    const channel = await this.#channel.refresh();
    if (channel?.broadcast?.packaging == null || engine !== this.#engine) return;
    if (this.#state.name !== 'idle') this.#switch('hls', reason);
  }

  #frameShown(frame: ShownFrame): void {
    this.#latency.frameShown(frame);
    this.#engine.frameShown(frame);
  }

  #frozen(): void {
    this.#latency.reset();
    this.#apply({ name: 'frozen' });
    void this.#channel.refresh();
  }

  #channelPaceMs(): number {
    const known = typeof this.#channel.channel?.broadcast?.captureClockOffsetMs === 'number';
    return known && this.#engine.flowingForMs >= freshMs ? flowingPaceMs : waitingPaceMs;
  }

  #channelRead({ broadcast }: WatchedChannel): void {
    if (broadcast?.state === 'ended' && !this.#engine.isFlowing) this.#apply({ name: 'ended' });
    this.#engine.channelRead();
  }

  #apply(event: PlayerEvent): void {
    const state = transition(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    this.#publish();
  }

  #publish(): void {
    const next = this.#takeSnapshot();
    if (isSame(next, this.#snapshot)) return;
    this.#snapshot = next;
    this.#listeners.notify();
  }

  #takeSnapshot(): PlayerSnapshot {
    const { muted, soundBlocked, playBlocked } = this.#screen;
    const { media, viewers, layers } = this.#engine;
    return {
      state: this.#state,
      via: this.#via,
      viaReason: this.#viaReason,
      muted,
      soundBlocked,
      playBlocked,
      media,
      viewers,
      layers,
    };
  }
}

function isSame(a: PlayerSnapshot, b: PlayerSnapshot): boolean {
  return (
    a.state === b.state &&
    a.via === b.via &&
    a.viaReason === b.viaReason &&
    a.muted === b.muted &&
    a.soundBlocked === b.soundBlocked &&
    a.playBlocked === b.playBlocked &&
    a.media?.audio === b.media?.audio &&
    a.media?.video === b.media?.video &&
    a.viewers === b.viewers &&
    JSON.stringify(a.layers) === JSON.stringify(b.layers)
  );
}

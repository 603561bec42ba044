import {
  type ClockReading,
  Listeners,
  type SessionEnvironment,
  type ViewStats,
  type WatchedLayer,
  WhepSession,
} from '@tallylight/webrtc';
import type { WatchedChannel } from './channel.ts';
import { ChannelWatch } from './channel-watch.ts';
import { FlowWatch } from './flow-watch.ts';
import { HandOver } from './hand-over.ts';
import { JoinLoop, type WatchSession } from './join-loop.ts';
import type { LatencyFacts, LatencySample } from './latency.ts';
import { LatencyMeter, newestSource } from './latency-meter.ts';
import { connectMs, flowingPaceMs, freshMs, waitingPaceMs } from './pacing.ts';
import { type PlayerEvent, type PlayerState, transition } from './player-state.ts';
import { Screen, type ShownFrame } from './screen.ts';

/** What a player is made with. */
export type PlayerOptions = {
  readonly environment: SessionEnvironment;
  /** The WHEP endpoint of the channel. */
  readonly whepUrl: string;
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
  readonly #handOver: HandOver;
  readonly #flow: FlowWatch;
  readonly #channel: ChannelWatch;
  readonly #loop: JoinLoop;
  readonly #latency: LatencyMeter;
  /** The session that is connected, on the screen or not yet. */
  #current: WatchSession | null = null;
  #unsubscribeNews = (): void => {};
  #maxHeight: number | null = null;
  #chosenLayer: string | null = null;
  #state: PlayerState = { name: 'idle' };
  #snapshot: PlayerSnapshot;

  constructor(options: PlayerOptions) {
    this.#options = options;
    const { environment, whepUrl, random } = options;
    const { nowMs, timers } = environment;
    this.#latency = new LatencyMeter({
      nowMs,
      facts: (frame) => this.#latencyFacts(frame),
      changed: () => this.#latencyListeners.notify(),
    });
    this.#screen = new Screen({
      nowMs,
      createMediaStream: environment.createMediaStream,
      muted: options.muted ?? false,
      changed: () => this.#publish(),
      frameShown: (frame) => this.#frameShown(frame),
    });
    this.#handOver = new HandOver(this.#screen);
    this.#flow = new FlowWatch({
      environment,
      flowing: () => this.#flowing(),
      counted: () => this.#latency.counted(),
      frozen: () => this.#frozen(),
      starved: () => this.#loop.replace(),
      isAway: () => this.#isAway(),
    });
    this.#channel = new ChannelWatch({
      fetchChannel: options.fetchChannel,
      timers,
      paceMs: () => this.#channelPaceMs(),
      read: (channel) => this.#channelRead(channel),
    });
    this.#loop = new JoinLoop({
      environment,
      random,
      createSession: () => new WhepSession({ environment, url: whepUrl, timeoutMs: connectMs }),
      readChannel: () => this.#channel.refresh(),
      granted: (session) => this.#granted(session),
      connected: (session) => this.#connected(session),
      lost: (session) => this.#lost(session),
      happened: (event) => this.#apply(event),
    });
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

  /** Plays in this element from now on; `srcObject` and `muted` are the player's. */
  attach(video: HTMLVideoElement): void {
    this.#screen.attach(video);
  }

  /** Lets the element go; what plays is kept for the next one until stop(). */
  detach(): void {
    this.#screen.detach();
  }

  start(): void {
    if (this.#state.name !== 'idle') return;
    this.#apply({ name: 'started' });
    this.#channel.start();
    this.#loop.start();
  }

  /** Ends everything; start() may come again. */
  stop(): void {
    this.#channel.stop();
    this.#flow.stop();
    this.#loop.stop();
    this.#handOver.clear();
    this.#latency.reset();
    this.#unsubscribeNews();
    this.#current = null;
    this.#apply({ name: 'stopped' });
  }

  /** Tries again now: after `failed`, or instead of waiting on. */
  retry(): void {
    if (this.#state.name === 'idle' || this.#flow.isFlowing) return;
    this.#apply({ name: 'started' });
    this.#loop.start();
  }

  /** Plays after `playBlocked`, in the wake of a click. Never rejects. */
  play(): Promise<void> {
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
    this.#chooseLayer();
  }

  /** Measures the latency of the frame shown last; null when it can't be known. */
  sampleLatency(): LatencySample | null {
    return this.#latency.sample();
  }

  /** How the session in hand goes, with rates since the last call; null when there is none. */
  async stats(): Promise<ViewStats | null> {
    return (await this.#current?.stats()) ?? null;
  }

  #granted(session: WatchSession): void {
    this.#handOver.granted(session);
    this.#publish();
  }

  #connected(session: WatchSession): void {
    this.#current = session;
    this.#chosenLayer = null;
    this.#unsubscribeNews();
    this.#unsubscribeNews = session.subscribeNews(() => this.#heard(session));
    this.#flow.watch(() => session.progress());
  }

  #heard(session: WatchSession): void {
    const { active, reconnect } = session.getNews();
    if (reconnect) this.#loop.replace();
    // A publisher went or came: what the channel says is old.
    if (active !== null && active !== (this.#channel.channel?.broadcast?.state === 'live')) {
      void this.#channel.refresh();
    }
    this.#chooseLayer();
    this.#publish();
  }

  /** The publisher is away for a while, and the server holds the session for it. */
  #isAway(): boolean {
    const active = this.#current?.getNews().active;
    return active == null
      ? this.#channel.channel?.broadcast?.state === 'interrupted'
      : active === false;
  }

  #chooseLayer(): void {
    const session = this.#current;
    const layers = session?.getNews().layers ?? [];
    const wanted = this.#maxHeight === null ? null : fittingLayer(layers, this.#maxHeight);
    if (session === null || wanted === this.#chosenLayer) return;
    this.#chosenLayer = wanted;
    void session.selectLayer(wanted);
  }

  #lost(session: WatchSession): void {
    if (session === this.#current) {
      this.#current = null;
      this.#unsubscribeNews();
      this.#flow.unwatch();
      // The channel tells whether this is the end of the broadcast.
      void this.#channel.refresh();
    }
    this.#handOver.lost(session);
    this.#publish();
  }

  #frameShown(frame: ShownFrame): void {
    this.#latency.frameShown(frame);
    if (this.#current === this.#handOver.shown) this.#flow.frameShown();
  }

  #flowing(): void {
    if (this.#current === null) return;
    this.#handOver.flowing(this.#current);
    this.#loop.flowing();
    this.#apply({ name: 'flowing' });
  }

  #frozen(): void {
    this.#latency.reset();
    this.#apply({ name: 'frozen' });
    void this.#channel.refresh();
  }

  #channelPaceMs(): number {
    const known = typeof this.#channel.channel?.broadcast?.captureClockOffsetMs === 'number';
    return known && this.#flow.flowingForMs >= freshMs ? flowingPaceMs : waitingPaceMs;
  }

  #channelRead({ broadcast }: WatchedChannel): void {
    const plays = this.#current !== null && this.#flow.isFlowing;
    if (broadcast?.state === 'ended' && !plays) this.#apply({ name: 'ended' });
  }

  #latencyFacts(frame: ShownFrame | null): LatencyFacts {
    const session = this.#handOver.shown;
    const video = session?.receiver('video') ?? null;
    const receiver = video ?? session?.receiver('audio') ?? null;
    const viewerMs = this.#options.serverClock?.getReading()?.offsetMs;
    const publisherMs = this.#channel.channel?.broadcast?.captureClockOffsetMs;
    const known = typeof viewerMs === 'number' && typeof publisherMs === 'number';
    return {
      frame: video === null ? null : frame,
      source: newestSource(receiver?.getSynchronizationSources() ?? []),
      clockRate: video === null ? 48_000 : 90_000,
      offsets: known ? { viewerMs, publisherMs } : null,
    };
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
    const kinds = this.#handOver.shown?.stream.getTracks().map(({ kind }) => kind);
    const media = kinds && { audio: kinds.includes('audio'), video: kinds.includes('video') };
    const { viewers = null, layers = [] } = this.#current?.getNews() ?? {};
    return {
      state: this.#state,
      muted,
      soundBlocked,
      playBlocked,
      media: media ?? null,
      viewers,
      layers,
    };
  }
}

function isSame(a: PlayerSnapshot, b: PlayerSnapshot): boolean {
  return (
    a.state === b.state &&
    a.muted === b.muted &&
    a.soundBlocked === b.soundBlocked &&
    a.playBlocked === b.playBlocked &&
    a.media?.audio === b.media?.audio &&
    a.media?.video === b.media?.video &&
    a.viewers === b.viewers &&
    JSON.stringify(a.layers) === JSON.stringify(b.layers)
  );
}

/** The best layer that is no taller; the lowest where all are. Null while nothing is known of them. */
function fittingLayer(layers: readonly WatchedLayer[], maxHeight: number): string | null {
  const fitting = layers.filter(({ height }) => height !== null && height <= maxHeight);
  return (fitting.at(-1) ?? layers[0])?.id ?? null;
}

import { type ViewStats, type WatchedLayer, WhepSession } from '@tallylight/webrtc';
import type { Engine, EngineHost } from './engine.ts';
import { FlowWatch } from './flow-watch.ts';
import { HandOver } from './hand-over.ts';
import { JoinLoop, type WatchSession } from './join-loop.ts';
import { type LatencyFacts, type LatencySample, measureLatency } from './latency.ts';
import { newestSource } from './latency-meter.ts';
import { connectMs } from './pacing.ts';
import type { ShownFrame } from './screen.ts';

/** Plays a channel over WebRTC: session after session, each shown when it has a picture. */
export class WhepEngine implements Engine {
  readonly #host: EngineHost;
  readonly #handOver: HandOver;
  readonly #flow: FlowWatch;
  readonly #loop: JoinLoop;
  /** The session that is connected, on the screen or not yet. */
  #current: WatchSession | null = null;
  #unsubscribeNews = (): void => {};
  #maxHeight: number | null = null;
  #chosenLayer: string | null = null;

  /** @param whepUrl the WHEP endpoint of the channel */
  constructor(host: EngineHost, whepUrl: string) {
    this.#host = host;
    const { environment, random, channel } = host;
    this.#handOver = new HandOver(host.screen);
    this.#flow = new FlowWatch({
      environment,
      flowing: () => this.#flowing(),
      counted: host.counted,
      frozen: host.frozen,
      starved: () => this.#loop.replace(),
      isAway: () => this.#isAway(),
    });
    this.#loop = new JoinLoop({
      environment,
      random,
      createSession: () => new WhepSession({ environment, url: whepUrl, timeoutMs: connectMs }),
      readChannel: () => channel.refresh(),
      granted: (session) => this.#granted(session),
      connected: (session) => this.#connected(session),
      lost: (session) => this.#lost(session),
      happened: host.happened,
      failed: host.failed,
    });
  }

  get media(): Engine['media'] {
    const kinds = this.#handOver.shown?.stream.getTracks().map(({ kind }) => kind);
    return kinds === undefined
      ? null
      : { audio: kinds.includes('audio'), video: kinds.includes('video') };
  }

  get viewers(): number | null {
    return this.#current?.getNews().viewers ?? null;
  }

  get layers(): readonly WatchedLayer[] {
    return this.#current?.getNews().layers ?? [];
  }

  get isFlowing(): boolean {
    return this.#current !== null && this.#flow.isFlowing;
  }

  get flowingForMs(): number {
    return this.#flow.flowingForMs;
  }

  start(): void {
    this.#loop.start();
  }

  stop(): void {
    this.#flow.stop();
    this.#loop.stop();
    this.#handOver.clear();
    this.#unsubscribeNews();
    this.#current = null;
  }

  retry(): void {
    this.#loop.start();
  }

  /** The screen shows what it has in whatever element it gets. */
  attached(): void {}

  /** What comes in is live, whenever it is looked at. */
  played(): void {}

  channelRead(): void {}

  setMaxHeight(height: number | null): void {
    this.#maxHeight = height;
    this.#chooseLayer();
  }

  frameShown(_frame: ShownFrame): void {
    if (this.#current === this.#handOver.shown) this.#flow.frameShown();
  }

  measure(frame: ShownFrame | null): LatencySample | null {
    return measureLatency(this.#latencyFacts(frame));
  }

  async stats(): Promise<ViewStats | null> {
    return (await this.#current?.stats()) ?? null;
  }

  #granted(session: WatchSession): void {
    this.#handOver.granted(session);
    this.#host.changed();
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
    const { channel } = this.#host;
    // A publisher went or came: what the channel says is old.
    if (active !== null && active !== (channel.channel?.broadcast?.state === 'live')) {
      void channel.refresh();
    }
    this.#chooseLayer();
    this.#host.changed();
  }

  /** The publisher is away for a while, and the server holds the session for it. */
  #isAway(): boolean {
    const active = this.#current?.getNews().active;
    return active == null
      ? this.#host.channel.channel?.broadcast?.state === 'interrupted'
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
      void this.#host.channel.refresh();
    }
    this.#handOver.lost(session);
    this.#host.changed();
  }

  #flowing(): void {
    if (this.#current === null) return;
    this.#handOver.flowing(this.#current);
    this.#loop.flowing();
    this.#host.happened({ name: 'flowing', path: 'webrtc' });
    this.#host.changed();
  }

  #latencyFacts(frame: ShownFrame | null): LatencyFacts {
    const session = this.#handOver.shown;
    const video = session?.receiver('video') ?? null;
    const receiver = video ?? session?.receiver('audio') ?? null;
    const viewerMs = this.#host.clockOffsetMs();
    const publisherMs = this.#host.channel.channel?.broadcast?.captureClockOffsetMs;
    const known = viewerMs !== null && typeof publisherMs === 'number';
    return {
      frame: video === null ? null : frame,
      source: newestSource(receiver?.getSynchronizationSources() ?? []),
      clockRate: video === null ? 48_000 : 90_000,
      offsets: known ? { viewerMs, publisherMs } : null,
    };
  }
}

/** The best layer that is no taller; the lowest where all are. Null while nothing is known of them. */
export function fittingLayer(layers: readonly WatchedLayer[], maxHeight: number): string | null {
  const fitting = layers.filter(({ height }) => height !== null && height <= maxHeight);
  return (fitting.at(-1) ?? layers[0])?.id ?? null;
}

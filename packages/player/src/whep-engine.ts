import {
  type SessionError,
  type WatchedLayer,
  type WhepProgress,
  WhepSession,
} from '@tallylight/webrtc';
import type { Engine, EngineHost } from './engine.ts';
import { FlowWatch } from './flow-watch.ts';
import { FrameMoments } from './frame-moments.ts';
import { HandOver } from './hand-over.ts';
import { JoinLoop, type WatchSession } from './join-loop.ts';
import { type LatencyFacts, type LatencySample, measureLatency } from './latency.ts';
import { newestSource } from './latency-meter.ts';
import { LayerWish } from './layer-wish.ts';
import { connectMs } from './pacing.ts';
import type { WebrtcHealth } from './path-choice.ts';
import { Recovery } from './recovery.ts';
import type { ShownFrame } from './screen.ts';
import { type PlayerStatistics, webrtcStatistics } from './statistics.ts';
import { stageOfSilence, stagesOfError } from './trouble.ts';
import { viaReasonOf } from './via-reason.ts';

/** Plays a channel over WebRTC: session after session, each shown when it has a picture. */
export class WhepEngine implements Engine {
  readonly #host: EngineHost;
  readonly #handOver: HandOver;
  readonly #flow: FlowWatch;
  readonly #loop: JoinLoop;
  /** The session that is connected, on the screen or not yet. */
  #current: WatchSession | null = null;
  #unsubscribeNews = (): void => {};
  readonly #layer = new LayerWish();
  readonly #recovery: Recovery;
  /** What the session had brought when it was looked at before. */
  #lately: WhepProgress | null = null;
  #ignoreNetwork = (): void => {};
  readonly #moments = new FrameMoments();
  #frame: ShownFrame | null = null;
  #isStarted = false;
  #hasFlowed = false;
  #isOffAir = false;
  #error: SessionError | null = null;

  /** @param whepUrl the WHEP endpoint of the channel */
  constructor(host: EngineHost, whepUrl: string) {
    this.#host = host;
    const { environment, random, channel } = host;
    this.#handOver = new HandOver(host.screen);
    this.#flow = new FlowWatch({
      environment,
      flowing: () => this.#flowing(),
      counted: host.counted,
      late: host.late,
      stalled: (isStalled) => {
        if (!isStalled) this.#recovery.flowing();
        else if (!this.#isAway()) this.#recovery.stalled();
        host.changed();
      },
      frozen: host.frozen,
      starved: () => void this.#starved(),
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
      happened: (event) => {
        this.#isOffAir = event.name === 'off-air';
        if (event.name === 'gave-up' && 'stage' in event.error) this.#error = event.error;
        if (event.name === 'off-air') this.#recovery.stop();
        host.happened(event);
        host.changed();
      },
      failed: (error) => {
        this.#error = error;
        for (const stage of stagesOfError(error)) host.troubled(stage, error.message);
        host.failed(error);
        host.changed();
      },
    });
    this.#recovery = new Recovery(environment.timers, {
      requestKeyFrame: () => void this.#current?.requestKeyFrame(),
      lowerLayer: () => this.#layer.lower(host.screen.element?.videoHeight ?? 0),
      restartIce: () => this.#restartIce(),
      reconnect: () => void this.#starved(),
      restoreLayer: () => this.#layer.restore(),
    });
  }

  get health(): WebrtcHealth {
    if (this.isFlowing) return this.#flow.isStalled && !this.#isAway() ? 'stalled' : 'flowing';
    const reason = this.#error === null ? null : viaReasonOf(this.#error);
    if (reason !== null && this.#error?.retryable === false) return 'unable';
    if (this.#isOffAir || this.#isAway()) return 'away';
    return reason === 'at-capacity' ? 'refused' : 'waiting';
  }

  /** Why the last try failed; null since media flowed, and before. */
  get error(): SessionError | null {
    return this.#error;
  }

  get isRunning(): boolean {
    return this.#isStarted;
  }

  /** Whether there was a picture since the start. */
  get hasFlowed(): boolean {
    return this.#hasFlowed;
  }

  get positionMs(): number | null {
    return this.#moments.momentOf(this.#frame);
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
    this.#isStarted = true;
    this.#error = null;
    this.#isOffAir = false;
    this.#loop.start();
    this.#ignoreNetwork();
    const { onNetworkChange } = this.#host.environment;
    this.#ignoreNetwork = onNetworkChange?.(() => this.#restartIce()) ?? (() => {});
  }

  stop(): void {
    this.#isStarted = false;
    this.#ignoreNetwork();
    this.#layer.of(null);
    this.#recovery.stop();
    this.#hasFlowed = false;
    this.#flow.stop();
    this.#loop.stop();
    this.#moments.forget();
    this.#frame = null;
    this.#handOver.clear();
    this.#unsubscribeNews();
    this.#current = null;
  }

  retry(): void {
    this.start();
  }

  setMaxHeight(height: number | null): void {
    this.#layer.choose(height);
  }

  frameShown(frame: ShownFrame): void {
    this.#frame = frame;
    if (this.#moments.isDue(frame.shownAtMs)) {
      this.#moments.learn(frame, this.measure(frame), this.#host.clockOffsetMs());
    }
    if (this.#current === this.#handOver.shown) this.#flow.frameShown();
  }

  measure(frame: ShownFrame | null): LatencySample | null {
    return measureLatency(this.#latencyFacts(frame));
  }

  async statistics(latencyMs: number | null): Promise<PlayerStatistics | null> {
    const stats = await this.#current?.stats();
    return stats === undefined ? null : webrtcStatistics(stats, latencyMs);
  }

  #granted(session: WatchSession): void {
    this.#handOver.granted(session);
    this.#host.changed();
  }

  #connected(session: WatchSession): void {
    this.#current = session;
    this.#layer.of(session);
    this.#lately = null;
    this.#unsubscribeNews();
    this.#unsubscribeNews = session.subscribeNews(() => this.#heard(session));
    this.#flow.watch(async () => this.#noteProgress(await session.progress()));
  }

  #heard(session: WatchSession): void {
    const { active, reconnect } = session.getNews();
    if (reconnect) this.#loop.replace();
    const { channel } = this.#host;
    // A publisher went or came: what the channel says is old.
    if (active !== null && active !== (channel.channel?.broadcast?.state === 'live')) {
      void channel.refresh();
    }
    this.#layer.tell();
    this.#host.changed();
  }

  /** The publisher is away for a while, and the server holds the session for it. */
  #isAway(): boolean {
    const active = this.#current?.getNews().active;
    return active == null
      ? this.#host.channel.channel?.broadcast?.state === 'interrupted'
      : active === false;
  }

  #noteProgress(progress: WhepProgress): WhepProgress {
    // A picture that does not come tells by what had come a moment ago what it is that is missing.
    if (this.#lately === null && progress.pathProtocol === 'tcp') {
      const hadUdp = this.#current?.tried.includes('udp') === true;
      if (hadUdp) this.#host.troubled('ice-udp', 'Media comes over TCP: UDP was tried first.');
    }
    if (this.#lately === null || progress.frames !== this.#lately.frames) this.#lately = progress;
    return progress;
  }

  /** The network may be another one. A session that finds no way is replaced by those who watch it. */
  #restartIce(): void {
    const session = this.#current;
    session?.restartIce().then(
      // What was lost meanwhile takes a key frame.
      () => session.requestKeyFrame(),
      () => {},
    );
  }

  /** Nothing has come of a session for long: it is said why, and another one is taken. */
  async #starved(): Promise<void> {
    const session = this.#current;
    const before = this.#lately;
    const progress = await session?.progress().catch(() => null);
    if (progress != null && session === this.#current) {
      const stage = stageOfSilence(progress, before ?? { packets: 0 });
      this.#host.troubled(stage, `${progress.packets} packets, ${progress.frames ?? 0} frames`);
    }
    this.#loop.replace();
  }

  #lost(session: WatchSession): void {
    if (session === this.#current) {
      this.#current = null;
      this.#layer.of(null);
      this.#recovery.stop();
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
    this.#error = null;
    this.#hasFlowed = true;
    this.#isOffAir = false;
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

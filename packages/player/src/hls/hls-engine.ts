import type { WatchedLayer } from '@tallylight/webrtc';
import type { Engine, EngineHost } from '../engine.ts';
import { FlowWatch } from '../flow-watch.ts';
import { type LatencySample, measureDated } from '../latency.ts';
import { PlaybackError } from '../playback-error.ts';
import type { ShownFrame } from '../screen.ts';
import { HlsJsSession, type HlsLibrary } from './hls-js-session.ts';
import { HlsLoop, type HlsOutcomes } from './hls-loop.ts';
import type { HlsSession, HlsSessionOptions } from './hls-session.ts';
import { NativeSession, nativeType } from './native-session.ts';

export type HlsOptions = {
  /** The channel's multivariant playlist. */
  readonly url: string;
  /** Loads hls.js when it is first needed; default: from a chunk of its own. */
  readonly loadLibrary?: () => Promise<HlsLibrary>;
};

const loadOwn = (): Promise<HlsLibrary> => import('./hls-library.ts');

/** Plays a channel over HTTP: by hls.js, or by the browser itself where that can't be. */
export class HlsEngine implements Engine {
  readonly #host: EngineHost;
  readonly #options: HlsOptions;
  readonly #flow: FlowWatch;
  readonly #loop: HlsLoop;
  #session: HlsSession | null = null;
  #maxHeight: number | null = null;
  #isStarted = false;
  /** The heights that a session was last replaced for. */
  #takenHeights = '';
  #pausedLooks = 0;

  constructor(host: EngineHost, options: HlsOptions) {
    this.#host = host;
    this.#options = options;
    const { environment, random, channel, happened } = host;
    this.#flow = new FlowWatch({
      environment,
      flowing: () => this.#flowing(),
      counted: host.counted,
      frozen: host.frozen,
      starved: () => this.#loop.starved(),
      isAway: () => channel.channel?.broadcast?.state === 'interrupted',
    });
    this.#loop = new HlsLoop({
      environment,
      random,
      readChannel: () => channel.refresh(),
      createSession: (outcomes) => this.#createSession(outcomes),
      happened,
      holds: (session) => this.#hold(session),
    });
  }

  get media(): Engine['media'] {
    return this.#session?.media ?? null;
  }

  get layers(): readonly WatchedLayer[] {
    return this.#session?.layers ?? [];
  }

  /** The channel tells. */
  readonly viewers = null;

  get isFlowing(): boolean {
    return this.#flow.isFlowing;
  }

  get flowingForMs(): number {
    return this.#flow.flowingForMs;
  }

  start(): void {
    this.#isStarted = true;
    // The library is on its way while the channel is read.
    void this.#loadLibrary().catch(() => undefined);
    this.attached();
  }

  stop(): void {
    this.#isStarted = false;
    this.#flow.stop();
    this.#loop.stop();
  }

  retry(): void {
    if (this.#isStarted && this.#host.screen.element !== null) this.#loop.start();
  }

  attached(): void {
    if (!this.#loop.isRunning) this.retry();
  }

  played(): void {
    this.#session?.toLive();
  }

  setMaxHeight(height: number | null): void {
    this.#maxHeight = height;
    this.#session?.setMaxHeight(height);
  }

  frameShown(_frame: ShownFrame): void {
    this.#flow.frameShown();
  }

  /** A multivariant playlist is read but once: another broadcast, or a new rung, takes another session. */
  channelRead(): void {
    const broadcast = this.#host.channel.channel?.broadcast;
    if (this.#session === null || broadcast?.state !== 'live') return;
    if (this.#loop.broadcast !== null && broadcast.id !== this.#loop.broadcast) {
      this.#loop.replace();
      return;
    }
    const heights = broadcast.packaging?.heights ?? [];
    const known = this.#session.layers.map(({ height }) => height);
    const wanted = heights.join();
    const hasNew = known.length > 0 && heights.some((height) => !known.includes(height));
    if (!hasNew || wanted === this.#takenHeights || !this.#flow.isFlowing) return;
    this.#takenHeights = wanted;
    this.#host.screen.hold();
    this.#loop.replace();
  }

  measure(frame: ShownFrame | null): LatencySample | null {
    const offsetMs = this.#host.clockOffsetMs();
    const video = this.#host.screen.element;
    const mediaTimeS = frame?.mediaTimeS ?? video?.currentTime ?? null;
    const capturedAtMs = mediaTimeS === null ? null : this.#session?.capturedAtMs(mediaTimeS);
    if (offsetMs === null || capturedAtMs == null) return null;
    const shownAtMs = frame?.shownAtMs ?? this.#host.environment.nowMs();
    return measureDated(capturedAtMs, shownAtMs + offsetMs);
  }

  async stats(): Promise<null> {
    return null;
  }

  #loadLibrary(): Promise<HlsLibrary> {
    return (this.#options.loadLibrary ?? loadOwn)();
  }

  async #createSession(outcomes: HlsOutcomes): Promise<HlsSession> {
    const library = await this.#loadLibrary().catch((cause: unknown) => {
      throw PlaybackError.network('The player for HLS', null, cause);
    });
    const video = this.#host.screen.element;
    if (video === null) throw PlaybackError.stalled();
    const options: HlsSessionOptions = {
      url: this.#options.url,
      video,
      playable: () => void this.#host.screen.play(),
      changed: this.#host.changed,
      ...outcomes,
    };
    // Chromium's own HLS takes no notice of parts and plays 7 s behind where hls.js plays 1.3 s behind.
    if (library.isSupported()) return new HlsJsSession(options, library);
    if (video.canPlayType(nativeType) !== '') return new NativeSession(options);
    throw PlaybackError.unsupported();
  }

  #hold(session: HlsSession | null): void {
    this.#session = session;
    this.#host.changed();
    if (session === null) {
      this.#flow.unwatch();
      return;
    }
    session.setMaxHeight(this.#maxHeight);
    this.#flow.watch(async () => this.#progress());
  }

  /** How far it has come, by its clock: frames are not counted where the page is hidden. */
  #progress(): { frames: null; audioPackets: number } {
    const video = this.#host.screen.element;
    // A viewer who pauses is not cut off.
    if (video?.paused && this.#flow.isFlowing) this.#pausedLooks += 1;
    const playedMs = Math.floor((video?.currentTime ?? 0) * 1000);
    return { frames: null, audioPackets: playedMs + this.#pausedLooks };
  }

  #flowing(): void {
    this.#loop.flowing();
    this.#host.happened({ name: 'flowing', path: 'hls' });
    this.#host.changed();
  }
}

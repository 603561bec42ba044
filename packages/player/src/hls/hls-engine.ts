import type { TimerHandle, WatchedLayer } from '@tallylight/webrtc';
import type { WatchedChannel } from '../channel.ts';
import type { Engine, EngineHost } from '../engine.ts';
import { FlowWatch } from '../flow-watch.ts';
import { type LatencySample, measureDated } from '../latency.ts';
import type { HlsHealth } from '../path-choice.ts';
import { PlaybackError } from '../playback-error.ts';
import type { ShownFrame } from '../screen.ts';
import { HlsStatistics, type PlayerStatistics } from '../statistics.ts';
import { stageOfPlayback } from '../trouble.ts';
import { bufferedAheadS } from './buffered.ts';
import type { MomentSpan } from './dated-timeline.ts';
import { HlsLoop, type HlsOutcomes } from './hls-loop.ts';
import type { HlsSession } from './hls-session.ts';
import type { SessionFactory } from './session-factory.ts';

export type HlsOptions = {
  /** The channel's multivariant playlist. */
  readonly url: string;
  /** The multivariant playlist of one broadcast of the channel, by its id. */
  readonly broadcastUrl: (broadcast: string) => string;
  /** Loads what plays HLS when it is first needed; default: from a chunk of its own. */
  readonly loadFactory?: () => Promise<SessionFactory>;
};

/** What to play, and from where on. */
export type HlsAim = {
  /** What to begin with, in ms since 1970 by the server's clock; null: as near to live as a joiner would. */
  readonly fromMs: number | null;
  /** Whether it holds its distance to live from there on. */
  readonly isLive: boolean;
  /** The broadcast that is over and is played as a recording, by its id; null for the one on air. */
  readonly recording: string | null;
};

/** What must be loaded beyond the moment to begin with before the picture can take over, in ms. */
const leadMs = 150;
/** What may be seen twice or left out where it takes over from a live picture, in ms … */
const seamMs = 400;
/** … and where a moment was asked for: less than a frame. */
const exactMs = 25;
/** How often a picture that waits behind the other is looked at, in ms. */
const standbyMs = 25;
/**
 * What was read of the channel so lately, in ms, holds at first: a picture that stands can't wait for the same again.
 * Longer than the longest pace of reading it.
 */
const knownMs = 12_000;
/** That there is none is asked again, where it might be needed, unless it was read so lately, in ms. */
const latelyMs = 1_000;
/** A place that the browser did not take is not asked for again before, in ms. */
const settleMs = 500;
/** A place that was gone to and shows nothing for so long, in ms, is gone to by a fresh session. */
const seekPatienceMs = 2_000;
/** A picture that can be played on, as HTMLMediaElement.HAVE_FUTURE_DATA. */
const haveFutureData = 3;

const loadOwn = (): Promise<SessionFactory> => import('./session-factory.ts');

/** Plays a channel over HTTP: by hls.js, or by the browser itself where that can't be. */
export class HlsEngine implements Engine {
  readonly #host: EngineHost;
  readonly #options: HlsOptions;
  readonly #flow: FlowWatch;
  readonly #loop: HlsLoop;
  #session: HlsSession | null = null;
  #aim: HlsAim = { fromMs: null, isLive: true, recording: null };
  #maxHeight: number | null = null;
  #isStarted = false;
  /** Since it was started nothing has gone wrong, and what is known of the channel will do. */
  #isFresh = false;
  #isUnsupported = false;
  /** The recording that the session plays, by its id; null for what is on air. */
  #played: string | null = null;
  /** The heights that a session was last replaced for. */
  #takenHeights = '';
  #idleLooks = 0;
  readonly #statistics = new HlsStatistics();
  #standby: TimerHandle | null = null;
  #settledAtMs = 0;
  #seek: TimerHandle | null = null;

  constructor(host: EngineHost, options: HlsOptions) {
    this.#host = host;
    this.#options = options;
    const { environment, random, channel, happened } = host;
    this.#flow = new FlowWatch({
      environment,
      flowing: () => this.#flowing(),
      counted: host.counted,
      late: host.late,
      stalled: host.changed,
      frozen: host.frozen,
      starved: () => this.#loop.starved(),
      isAway: () => channel.channel?.broadcast?.state === 'interrupted',
    });
    this.#loop = new HlsLoop({
      environment,
      random,
      readChannel: () => this.#readChannel(),
      createSession: (outcomes) => this.#createSession(outcomes),
      happened: (event) => {
        if (event.name === 'gave-up' && event.error instanceof PlaybackError) {
          this.#isUnsupported = event.error.reason === 'unsupported';
        }
        happened(event);
        host.changed();
      },
      failed: (error) => {
        const stage = stageOfPlayback(error);
        if (stage !== null) host.troubled(stage, error.message);
      },
      holds: (session) => this.#hold(session),
    });
  }

  /** Whether there is HLS to be had, and whether its picture is where it was aimed at. */
  get health(): HlsHealth {
    const packaging = this.#host.channel.channel?.broadcast?.packaging;
    const isThere = this.#aim.recording !== null || packaging?.state === 'running';
    if (!isThere || this.#isUnsupported) return 'missing';
    return this.#isReady() ? 'ready' : 'loading';
  }

  get media(): Engine['media'] {
    return this.#session?.media ?? null;
  }

  get layers(): readonly WatchedLayer[] {
    return this.#session?.layers ?? [];
  }

  /** The channel tells. */
  readonly viewers = null;

  get isRunning(): boolean {
    return this.#isStarted;
  }

  get isFlowing(): boolean {
    return this.#flow.isFlowing;
  }

  get flowingForMs(): number {
    return this.#flow.flowingForMs;
  }

  get positionMs(): number | null {
    const video = this.#host.screen.element;
    return video === null ? null : (this.#session?.capturedAtMs(video.currentTime) ?? null);
  }

  /** What can be gone to; null while not known. */
  get span(): MomentSpan | null {
    return this.#session?.span ?? null;
  }

  /** Loads what plays HLS: it may be needed soon. */
  async prepare(): Promise<void> {
    // A broadcast that has just begun may have HLS by now.
    if (this.health === 'missing') await this.#host.channel.known(latelyMs);
    if (this.health === 'missing') return;
    // Who needs it is told what is wrong.
    void this.#loadFactory().catch(() => undefined);
  }

  start(aim: HlsAim): void {
    this.#aim = aim;
    this.#isStarted = true;
    this.#isFresh = true;
    this.#isUnsupported = false;
    // It is on its way while the channel is read.
    void this.#loadFactory().catch(() => undefined);
    this.attached();
    this.#watchStandby();
  }

  stop(): void {
    this.#isStarted = false;
    if (this.#standby !== null) this.#host.environment.timers.clearTimeout(this.#standby);
    this.#standby = null;
    if (this.#seek !== null) this.#host.environment.timers.clearTimeout(this.#seek);
    this.#seek = null;
    this.#flow.stop();
    this.#loop.stop();
  }

  retry(): void {
    if (this.#isStarted && this.#host.screen.element !== null) this.#loop.start();
  }

  /** Its screen has got an element. */
  attached(): void {
    if (!this.#loop.isRunning) this.retry();
  }

  /** Goes elsewhere in what it plays; nothing happens where it does not run, as start() says where it begins. */
  goTo(aim: HlsAim): void {
    if (!this.#isStarted) return;
    const isOther = aim.recording !== this.#aim.recording;
    this.#aim = aim;
    if (isOther) this.#loop.replace();
    else if (aim.fromMs !== null) this.#session?.toMoment(aim.fromMs, aim.isLive);
    else this.#session?.toLive();
    if (!isOther) this.#watchSeek();
  }

  /** hls.js sometimes loads no sound for a place that lies far from what it has. */
  #watchSeek(): void {
    const { timers } = this.#host.environment;
    if (this.#seek !== null) timers.clearTimeout(this.#seek);
    this.#seek = timers.setTimeout(() => {
      this.#seek = null;
      if (this.#session === null || this.#host.screen.element?.seeking !== true) return;
      this.#host.screen.hold();
      this.#loop.replace();
    }, seekPatienceMs);
  }

  setMaxHeight(height: number | null): void {
    this.#maxHeight = height;
    this.#session?.setMaxHeight(height);
  }

  frameShown(_frame: ShownFrame): void {
    // The last frame may be told of after the end.
    if (this.#host.screen.element?.ended !== true) this.#flow.frameShown();
  }

  /** A multivariant playlist is read but once: another broadcast, or a new rung, takes another session. */
  channelRead(): void {
    const broadcast = this.#host.channel.channel?.broadcast;
    const isOnAir = broadcast?.state === 'live' && this.#aim.recording === null;
    if (this.#session === null || !isOnAir) return;
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

  async statistics(latencyMs: number | null): Promise<PlayerStatistics | null> {
    const video = this.#host.screen.element;
    if (video === null || this.#session === null) return null;
    const atMs = this.#host.environment.nowMs();
    return this.#statistics.read(video, this.#session.facts(), { atMs, latencyMs });
  }

  #isReady(): boolean {
    if (this.#host.isInFront()) return this.#flow.isFlowing && !this.#flow.isStalled;
    const video = this.#host.screen.element;
    if (video === null || this.#session === null) return false;
    if (video.seeking || video.readyState < haveFutureData) return false;
    const { fromMs, isLive } = this.#aim;
    const atMs = this.positionMs;
    if (fromMs === null || atMs === null) return true;
    if (!isLive) return Math.abs(atMs - fromMs) <= exactMs;
    return atMs >= fromMs - seamMs && this.#loadedUntilMs(atMs, video) >= fromMs + leadMs;
  }

  #loadedUntilMs(atMs: number, video: HTMLVideoElement): number {
    return atMs + bufferedAheadS(video) * 1000;
  }

  /** Nothing tells when a picture that waits behind the other is ready: it is looked at. */
  #watchStandby(): void {
    const { timers } = this.#host.environment;
    if (this.#standby !== null) timers.clearTimeout(this.#standby);
    this.#standby = timers.setTimeout(() => {
      this.#standby = null;
      if (this.#host.isInFront() || !this.#isStarted) return;
      this.#settle();
      this.#host.changed();
      if (this.#isStarted) this.#watchStandby();
    }, standbyMs);
  }

  /** A moment that was not listed yet when it began, or whose start is elsewhere, is gone to as soon as it can be. */
  #settle(): void {
    const video = this.#host.screen.element;
    const { fromMs, isLive } = this.#aim;
    const atMs = this.positionMs;
    if (video === null || video.seeking || fromMs === null || atMs === null) return;
    const offMs = Math.abs(atMs - fromMs);
    if (video.readyState === 0 || offMs <= (isLive ? seamMs : exactMs)) return;
    const nowMs = this.#host.environment.nowMs();
    const isListed = (this.span?.endMs ?? 0) >= fromMs + leadMs;
    if (!isListed || nowMs - this.#settledAtMs < settleMs) return;
    this.#settledAtMs = nowMs;
    this.#session?.toMoment(fromMs, isLive);
  }

  async #readChannel(): Promise<WatchedChannel | null> {
    const { recording } = this.#aim;
    if (recording === null) {
      const { channel } = this.#host;
      const isFresh = this.#isFresh;
      this.#isFresh = false;
      return isFresh ? channel.known(knownMs) : channel.refresh();
    }
    // What is recorded stays as it is.
    const packaging = { state: 'running', heights: [] } as const;
    const broadcast = { id: recording, state: 'live', captureClockOffsetMs: null } as const;
    return { broadcast: { ...broadcast, packaging } };
  }

  #loadFactory(): Promise<SessionFactory> {
    return (this.#options.loadFactory ?? loadOwn)();
  }

  async #createSession(outcomes: HlsOutcomes): Promise<HlsSession> {
    const factory = await this.#loadFactory().catch((cause: unknown) => {
      throw PlaybackError.network('The player for HLS', null, cause);
    });
    const video = this.#host.screen.element;
    if (video === null) throw PlaybackError.stalled();
    const { fromMs, isLive, recording } = this.#aim;
    this.#played = recording;
    return factory.createSession({
      url: recording === null ? this.#options.url : this.#options.broadcastUrl(recording),
      ...{ video, fromMs, isLive },
      readAhead: (url) => void this.#readAhead(url),
      playable: this.#host.playable,
      changed: this.#host.changed,
      ...outcomes,
      // The end of a recording stays in sight: the viewer may go back from there.
      ...(recording !== null && { ended: () => this.#rest() }),
    });
  }

  async #readAhead(url: string): Promise<void> {
    try {
      // Only what was read to its end is kept.
      await (await this.#host.environment.fetch(url)).arrayBuffer();
    } catch {
      // hls.js asks for it, too, and tells what is wrong with it.
    }
  }

  /** A recording has been shown to its end. */
  #rest(): void {
    this.#flow.halt();
    this.#host.happened({ name: 'ended' });
  }

  #hold(session: HlsSession | null): void {
    // A next session goes on where this one was, unless it holds its distance to live.
    if (session === null) {
      const { isLive, fromMs, recording } = this.#aim;
      // Where it stood in what is on air says nothing of a recording's start.
      const standsAtMs = recording === this.#played ? this.positionMs : null;
      this.#aim = { ...this.#aim, fromMs: isLive ? null : (standsAtMs ?? fromMs) };
    }
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
    // Who pauses is not cut off, nor is a picture that waits behind the other.
    const isHeld = video?.paused === true && !video.ended;
    const isIdle = isHeld && video.readyState >= haveFutureData;
    if (isIdle) this.#idleLooks += 1;
    const playedMs = Math.floor((video?.currentTime ?? 0) * 1000);
    return { frames: null, audioPackets: playedMs + this.#idleLooks };
  }

  #flowing(): void {
    this.#loop.flowing();
    this.#host.happened({ name: 'flowing', path: 'hls' });
    this.#host.changed();
  }
}

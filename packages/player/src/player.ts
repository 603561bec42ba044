import { Listeners } from '@tallylight/webrtc';
import type { WatchedChannel } from './channel.ts';
import { ChannelWatch } from './channel-watch.ts';
import { Doctor } from './doctor.ts';
import type { Engine, EngineHost } from './engine.ts';
import { type HlsAim, HlsEngine } from './hls/hls-engine.ts';
import type { LatencySample } from './latency.ts';
import { LatencyMeter } from './latency-meter.ts';
import { flowingPaceMs, freshMs, waitingPaceMs } from './pacing.ts';
import { PathChoice } from './path-choice.ts';
import { PathSteering } from './path-steering.ts';
import type { PlayerOptions } from './player-options.ts';
import { isSameSnapshot, type PlayerSnapshot, type Seat } from './player-snapshot.ts';
import { type PlayerEvent, type PlayerState, transition } from './player-state.ts';
import type { ShownFrame } from './screen.ts';
import { Stage, type StageElements } from './stage.ts';
import type { PlayerStatistics } from './statistics.ts';
import { type PlayedSpan, playedSpan, Timeline } from './timeline.ts';
import type { Trouble } from './trouble.ts';
import type { Via } from './via.ts';
import { WhepEngine } from './whep-engine.ts';

/** What can be read, and tells of each change. */
type Told<Value> = {
  readonly get: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
};

/** So near to live, in ms, a moment that is asked for is live. */
const nearLiveMs = 3_000;

/** Plays a channel in two video elements, one over the other; joins by itself and comes back by itself. */
export class Player {
  readonly #options: PlayerOptions;
  readonly #listeners = new Listeners();
  readonly #latencyListeners = new Listeners();
  readonly #stage: Stage;
  readonly #channel: ChannelWatch;
  readonly #latency: LatencyMeter;
  readonly #timeline: Timeline;
  readonly #doctor: Doctor;
  readonly #whep: WhepEngine;
  readonly #hls: HlsEngine | null;
  readonly #steering: PathSteering;
  /** How the viewer wants it to come. */
  #wish: Via;
  #seat: Seat = 'live';
  /** The moment that was gone to last, where the seat is not live. */
  #momentMs: number | null = null;
  #state: PlayerState = { name: 'idle' };
  /** The last that was read of, by its id. */
  #broadcast: string | null = null;
  #snapshot: PlayerSnapshot;

  constructor(options: PlayerOptions) {
    this.#options = options;
    const { environment, random, hls } = options;
    const { nowMs, timers } = environment;
    this.#wish = hls === undefined ? 'webrtc' : (options.via ?? 'webrtc');
    this.#doctor = new Doctor({ nowMs, report: options.reportTrouble ?? (() => {}) });
    this.#latency = new LatencyMeter({
      nowMs,
      measure: (frame) => this.#engine.measure(frame),
      changed: () => this.#latencyListeners.notify(),
    });
    this.#stage = new Stage({
      nowMs,
      createMediaStream: environment.createMediaStream,
      muted: options.muted ?? false,
      changed: () => this.#stageChanged(),
      frameShown: (via, frame) => this.#frameShown(via, frame),
      pausedFromOutside: (isPaused) => (isPaused ? this.pause() : void this.play()),
    });
    this.#channel = new ChannelWatch({
      fetchChannel: options.fetchChannel,
      ...{ timers, nowMs },
      paceMs: () => this.#channelPaceMs(),
      read: (channel) => this.#channelRead(channel),
    });
    this.#whep = new WhepEngine(this.#hostOf('webrtc'), options.whepUrl);
    this.#hls = hls === undefined ? null : new HlsEngine(this.#hostOf('hls'), hls);
    this.#steering = new PathSteering({
      ...{ timers, stage: this.#stage, whep: this.#whep, hls: this.#hls },
      choice: new PathChoice({ nowMs, random }, 'webrtc'),
      needsHls: () => this.#wish === 'hls' || this.#seat !== 'live',
      aim: () => this.#aim(),
      cameForward: (via) => this.#cameForward(via),
    });
    this.#timeline = new Timeline(timers, () => this.#readTimeline());
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

  /** When what is shown was captured, in ms since 1970 by the server's clock; null where that is not known. */
  get momentMs(): number | null {
    return this.#engine.positionMs;
  }

  /** What can be gone to, and where the viewer is in it, told four times a second; null where nothing can. */
  get timeline(): Told<PlayedSpan | null> {
    return this.#timeline;
  }

  /** What kept the viewer from the picture since the broadcast began, by its stage, the latest first. */
  get troubles(): Told<readonly Trouble[]> {
    return this.#doctor;
  }

  /** Plays in these elements from now on; their sources, sound and rate are the player's. */
  attach(elements: StageElements): void {
    this.#stage.attach(elements);
    this.#hls?.attached();
  }

  /** Lets the elements go; what plays over WebRTC is kept for the next ones until stop(). */
  detach(): void {
    this.#stage.detach();
  }

  start(): void {
    if (this.#state.name !== 'idle') return;
    this.#apply({ name: 'started' });
    this.#channel.start();
    this.#timeline.start();
    this.#steering.start();
  }

  /** Ends everything; start() may come again. */
  stop(): void {
    this.#apply({ name: 'stopped' });
    this.#channel.stop();
    this.#timeline.stop();
    this.#steering.stop();
    this.#latency.reset();
    this.#publish();
  }

  /** Tries again now: after `failed`, or instead of waiting on. */
  retry(): void {
    if (this.#state.name === 'idle' || this.#engine.isFlowing) return;
    this.#apply({ name: 'started' });
    this.#steering.ask();
    this.#engine.retry();
  }

  /** How it shall come from now on. What is on the screen stays until that has a picture. */
  setVia(via: Via): void {
    if (via === this.#wish || this.#hls === null) return;
    this.#wish = via;
    this.#steering.ask();
    this.#publish();
  }

  /** Plays after `playBlocked` or a pause, in the wake of a click: from where it was paused, where that can be had. */
  play(): Promise<void> {
    const span = this.#timeline.get();
    const isGone = this.#seat === 'behind' && span !== null && span.positionMs < span.startMs;
    if (isGone) this.#sit('behind', span.startMs);
    return this.#stage.play();
  }

  /** Holds the picture. */
  pause(): void {
    this.#stage.pause();
    const positionMs = this.#engine.positionMs;
    // What is paused is an earlier moment from then on, and WebRTC has none.
    if (this.#seat === 'live' && positionMs !== null && this.#timeline.get() !== null) {
      this.#sit('behind', positionMs);
    }
  }

  /** Goes to what was captured then, in ms since 1970 by the server's clock, or as near as can be. */
  seekTo(momentMs: number): void {
    this.#timeline.look();
    const span = this.#timeline.get();
    if (span === null) return;
    const isLiveAgain = this.#seat !== 'recording' && momentMs > span.endMs - nearLiveMs;
    if (isLiveAgain) {
      this.toLive();
      return;
    }
    const seat = this.#seat === 'recording' ? 'recording' : 'behind';
    this.#sit(seat, Math.max(momentMs, span.startMs));
  }

  /** Goes back or on by so much, in seconds, from what is shown. */
  seekBy(seconds: number): void {
    const fromMs = this.#engine.positionMs ?? this.#timeline.get()?.positionMs;
    if (fromMs !== undefined) this.seekTo(fromMs + seconds * 1000);
  }

  /** Goes as near to live as can be. */
  toLive(): void {
    if (this.#seat === 'recording') this.#apply({ name: 'switched' });
    this.#seat = 'live';
    this.#momentMs = null;
    this.#hls?.goTo(this.#aim());
    this.#steering.ask();
    if (this.#stage.isPaused) void this.#stage.play();
    this.#publish();
  }

  /** Plays the last broadcast that is over, from its start; nothing happens where it was not recorded. */
  replay(): void {
    const { recording } = this.#snapshot;
    if (recording === null) return;
    this.#apply({ name: 'switched' });
    this.#sit('recording', recording.startedAtMs);
    void this.#stage.play();
  }

  /** The viewer looks at the page again: what the browser paused or let fall behind meanwhile comes back. */
  returned(): void {
    this.#stage.playOn();
    if (this.#seat === 'live' && this.#stage.front === 'hls') this.#hls?.goTo(this.#aim());
  }

  mute(): void {
    this.#stage.mute();
  }

  /** Gives sound, in the wake of a click. Never rejects. */
  unmute(): Promise<void> {
    return this.#stage.unmute();
  }

  /** @param volume from 0 to 1 */
  setVolume(volume: number): void {
    this.#stage.setVolume(volume);
  }

  /** Asks for no better layer than the tallest that fits this height, in pixels; null: for the best there is. */
  setMaxHeight(height: number | null): void {
    this.#whep.setMaxHeight(height);
    this.#hls?.setMaxHeight(height);
  }

  /** Measures the latency of the frame shown last; null when it can't be known. */
  sampleLatency(): LatencySample | null {
    return this.#latency.sample();
  }

  /** How it goes, with rates since the last call: once a second suits them. Null while nothing plays. */
  statistics(): Promise<PlayerStatistics | null> {
    return this.#engine.statistics(this.#latency.calmMs);
  }

  /** The one whose picture the viewer sees. */
  get #engine(): Engine {
    return this.#stage.front === 'hls' && this.#hls !== null ? this.#hls : this.#whep;
  }

  #hostOf(via: Via): EngineHost {
    const { environment, random, serverClock } = this.#options;
    const isInFront = (): boolean => this.#stage.front === via;
    return {
      environment,
      random,
      screen: this.#stage.screens[via],
      channel: this.#channel,
      clockOffsetMs: () => serverClock?.getReading()?.offsetMs ?? null,
      isInFront,
      playable: () => {
        if (isInFront()) this.#stage.playOn();
      },
      happened: (event) => {
        if (isInFront()) this.#apply(event);
      },
      failed: () => void this.#channel.refresh(),
      troubled: (stage, detail) => this.#doctor.note(stage, detail),
      changed: () => {
        this.#steering.look();
        this.#publish();
      },
      counted: () => {
        if (isInFront()) this.#latency.counted();
      },
      late: () => {
        if (via === 'webrtc' && isInFront()) void this.#hls?.prepare();
      },
      frozen: () => {
        if (isInFront()) this.#frozen();
      },
    };
  }

  /** Where HLS is to be: at the moment that was asked for, or where WebRTC's picture stands. */
  #aim(): HlsAim {
    const isLive = this.#seat === 'live';
    const recording =
      this.#seat === 'recording' ? (this.#channel.channel?.recording?.broadcast ?? null) : null;
    const standsAtMs = this.#stage.front === 'webrtc' ? this.#whep.positionMs : null;
    return { fromMs: isLive ? standsAtMs : this.#momentMs, isLive, recording };
  }

  #sit(seat: Seat, momentMs: number): void {
    if (this.#hls === null) return;
    this.#seat = seat;
    this.#momentMs = momentMs;
    this.#hls.goTo(this.#aim());
    this.#steering.look();
    this.#publish();
  }

  #cameForward(via: Via): void {
    this.#latency.reset();
    this.#apply(this.#engine.isFlowing ? { name: 'flowing', path: via } : { name: 'switched' });
  }

  #stageChanged(): void {
    if (this.#stage.playBlocked && !this.#snapshot.playBlocked) {
      this.#doctor.note('autoplay', 'The browser plays nothing before the page is touched.');
    }
    this.#publish();
  }

  #frameShown(via: Via, frame: ShownFrame): void {
    if (via === this.#stage.front) this.#latency.frameShown(frame);
    if (via === 'webrtc') this.#whep.frameShown(frame);
    else this.#hls?.frameShown(frame);
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
    if (broadcast !== null && broadcast.id !== this.#broadcast) {
      // What was in the way before the first reading is in the way of this one.
      if (this.#broadcast !== null) this.#doctor.forget();
      this.#broadcast = broadcast.id;
    }
    if (broadcast?.state === 'ended' && !this.#engine.isFlowing) this.#apply({ name: 'ended' });
    this.#hls?.channelRead();
    this.#steering.look();
    this.#publish();
  }

  #readTimeline(): PlayedSpan | null {
    const { environment, serverClock } = this.#options;
    const offsetMs = serverClock?.getReading()?.offsetMs ?? null;
    if (this.#hls === null) return null;
    return playedSpan({
      seat: this.#seat,
      nowMs: offsetMs === null ? null : environment.nowMs() + offsetMs,
      positionMs: this.#engine.positionMs,
      listed: this.#hls.span,
      channel: this.#channel.channel,
    });
  }

  #apply(event: PlayerEvent): void {
    const state = transition(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    this.#publish();
  }

  #publish(): void {
    const next = this.#takeSnapshot();
    if (isSameSnapshot(next, this.#snapshot)) return;
    this.#snapshot = next;
    this.#listeners.notify();
  }

  #takeSnapshot(): PlayerSnapshot {
    const { isPaused, muted, volume, soundBlocked, playBlocked, front } = this.#stage;
    const { media, layers, viewers } = this.#engine;
    const { channel } = this.#channel;
    return {
      ...{ state: this.#state, seat: this.#seat },
      ...{ isPaused, muted, volume, soundBlocked, playBlocked, via: front },
      viaReason: this.#steering.reason,
      ...{ media, layers, viewers },
      isPublisherAway: channel?.broadcast?.state === 'interrupted',
      recording: channel?.recording ?? null,
    };
  }
}

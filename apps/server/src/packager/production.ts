import { codecString, writeInitSegment } from '@tallylight/protocol/isobmff';
import type { Clock } from '../live/clock.ts';
import type { MediaCopy, Source } from '../live/sfu.ts';
import type { CutSample } from './cut/part-cutter.ts';
import type { StartEncoder } from './encoder.ts';
import { Encoders } from './encoders.ts';
import { Intake } from './intake/intake.ts';
import type { VideoFrame } from './intake/video-stream.ts';
import { LayerBank } from './layer-bank.ts';
import { LeadHold } from './lead-hold.ts';
import type { PeriodStore } from './period.ts';
import { PeriodSequence } from './period-sequence.ts';
import { makePlan, type Plan, planTracks, timescales } from './plan.ts';
import { toTicks } from './rungs.ts';
import type { Track } from './track.ts';

export type ProductionOptions = {
  readonly source: Source;
  readonly store: PeriodStore;
  readonly clock: Clock;
  readonly startEncoder: StartEncoder;
  /** Zero of all ticks, in ms since 1970. */
  readonly epochMs: number;
  readonly segmentMs: number;
  readonly partTargetS: number;
  /** The rungs that are wanted, by height in pixels. */
  readonly heights: readonly number[];
  /** How many of those that FFmpeg would make are left out just now, from the highest. */
  readonly shed: () => number;
  readonly captureClockOffsetMs: () => number | null;
  /** Before this capture time others' segments lie, in ms. */
  readonly notBeforeMs: number;
  /** Another period is on air. */
  readonly onPlan: (plan: Plan) => void;
  /** A key frame of the best layer. */
  readonly onKeyFrame: (frame: VideoFrame) => void;
  /** An encoder is gone; what there was is in the store. */
  readonly onFailed: (reason: string) => void;
  /** The copy ended though the source is there: it has others in the place of its streams. */
  readonly onStale: () => void;
};

/** How long the first frames of the other layers are waited for, in ms after the first of all. */
const gatherMs = 600;

/** How long sound alone waits for a picture, in ms: longer where one is on its way, but without a key frame. */
const pictureMs = 1_500;
const longestPictureMs = 12_000;

/** How often the state of things is looked at, in ms. */
const tickMs = 100;

/** Between two key frames asked for because pictures were lost, in ms. */
const repairMs = 500;

/** Without a frame for so long, frames are few, in ms. */
const sparseMs = 100;

/** How long a key frame that was overdue counts, in ms: one in a while is lost on any way. */
const overdueCountsMs = 60_000;

/** How long it is then waited for, in ms: more than the SFU keeps between two requests. */
const overduePatienceMs = 1_000;

/** What comes from one publisher's connection on its way into the store: one period after the other. */
export class Production {
  readonly #options: ProductionOptions;
  readonly #intake: Intake;
  readonly #bank = new LayerBank();
  readonly #encoders: Encoders;
  readonly #periods: PeriodSequence;
  readonly #hold = new LeadHold();
  readonly #beganMs: number;
  #copy: MediaCopy | null = null;
  #cancelTick: (() => void) | undefined;
  /** What the next period is to be made of, once it can begin. */
  #wanted: Plan | null = null;
  #firstFrameMs: number | null = null;
  /** From the capture of the last frame to its arrival, in ms. */
  #underWayMs = 0;
  #lastSoundMs: number | null = null;
  /** When a key frame last didn't come in time, in ms. */
  #overdueAtMs = Number.NEGATIVE_INFINITY;
  /** Whether the next period waits for it. */
  #isInterrupted = false;
  #repairedAtMs = Number.NEGATIVE_INFINITY;
  #closing: Promise<void> | null = null;

  constructor(options: ProductionOptions) {
    this.#options = options;
    this.#beganMs = options.clock.now();
    this.#encoders = new Encoders({
      ...options,
      onTrack: () => this.#periods.open(),
      onSample: (origin, sample, captureMs) => this.#takeEncoded(origin, sample, captureMs),
      onFailed: (reason) => this.#end(() => options.onFailed(reason)),
    });
    this.#periods = new PeriodSequence({
      ...options,
      tracksOf: (plan) => this.#tracksOf(plan),
      lagMs: () => this.#encoders.lagMs,
      onOpened: (plan) => options.onPlan(plan),
    });
    this.#intake = new Intake({
      tracks: options.source.tracks,
      now: () => options.clock.now(),
      captureClockOffsetMs: options.captureClockOffsetMs,
      onVideo: (frame) => this.#takeFrame(frame),
      onAudio: (packet) => this.#encoders.writeSound(packet),
      onLoss: () => this.#repair(),
      onClosed: () => this.#lose(),
    });
    options.source.copy(this.#intake).then(
      (copy) => {
        this.#copy = copy;
        if (this.#closing !== null) copy.close();
      },
      () => this.#lose(),
    );
    this.#tick();
  }

  /** How far FFmpeg is behind, in ms. */
  get lagMs(): number {
    return this.#encoders.lagMs;
  }

  /** Up to this capture time there is something for players, in ms. */
  get reachedMs(): number {
    return this.#periods.reachedMs;
  }

  /** Brings what there is to an end; fulfilled when it is in the store. */
  close(): Promise<void> {
    if (this.#closing !== null) return this.#closing;
    // Known before anything is closed: the copy tells of its end at once.
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closing = promise;
    void this.#close().then(resolve);
    return promise;
  }

  async #close(): Promise<void> {
    this.#copy?.close();
    this.#wanted = null;
    this.#encoders.close();
    await this.#periods.close();
    this.#cancelTick?.();
  }

  #end(then: () => void): void {
    if (this.#closing === null) void this.close().then(then);
  }

  #lose(): void {
    const { source, onStale } = this.#options;
    this.#end(() => {
      if (!source.isClosed) onStale();
    });
  }

  #tick(): void {
    const { clock } = this.#options;
    this.#cancelTick = clock.after(tickMs, () => this.#tick());
    const now = clock.now();
    if (this.#closing === null) {
      this.#intake.tick();
      this.#judge(now);
    }
    this.#periods.tick(now);
  }

  #takeFrame(frame: VideoFrame): void {
    if (this.#closing !== null || frame.captureMs < this.#options.epochMs) return;
    const now = this.#options.clock.now();
    this.#firstFrameMs ??= now;
    this.#underWayMs = now - frame.captureMs;
    this.#bank.push(frame);
    const origin = this.#bank.originOf(frame);
    this.#encoders.writePicture(origin, frame);
    this.#lead(origin, frame.captureMs, frame.isKey);
    this.#periods.push(origin, this.#toSample(frame));
    if (frame.isKey && origin === this.#wanted?.best?.origin) this.#beginAt(this.#wanted, frame);
    this.#periods.advance();
    if (frame.isKey && origin === this.#periods.plan?.best?.origin) {
      this.#options.onKeyFrame(frame);
    }
  }

  #takeEncoded(origin: string, sample: CutSample, captureMs: number): void {
    if (origin === this.#encoders.soundOrigin) this.#lastSoundMs = captureMs;
    this.#lead(origin, captureMs, sample.isKey);
    this.#periods.pushEncoded(origin, sample, captureMs);
    this.#periods.advance();
  }

  /** A sample that may be of the track by which segments are cut. */
  #lead(origin: string, captureMs: number, isKey: boolean): void {
    const { plan, times } = this.#periods;
    if (plan === null || times === null || origin !== this.#leadingOrigin(plan)) return;
    if (this.#isInterrupted) return;
    const nextOrigin = this.#wanted?.best?.origin ?? origin;
    const isChanging = plan.cutsBy === 'layer' && nextOrigin !== origin;
    const now = this.#options.clock.now();
    for (const lead of this.#hold.take({ captureMs, isKey }, isChanging, now)) {
      const verdict = times.lead(lead.captureMs, lead.isKey);
      if (verdict === 'ask') this.#copy?.requestKeyFrame();
      if (verdict === 'overdue') this.#interrupt(plan);
    }
  }

  /**
   * No key frame came where a segment had to end: this period can't go on. The first time in a while it is waited
   * for a little, as it may have been lost; otherwise, or where the SFU has seen that before, they are made here.
   */
  #interrupt(plan: Plan): void {
    const now = this.#options.clock.now();
    const isAgain = now - this.#overdueAtMs < overdueCountsMs;
    this.#overdueAtMs = now;
    this.#periods.interrupt();
    const { warnings } = this.#options.source;
    const isKnown = warnings.some(({ code }) => code === 'key_frame_distance');
    if (isKnown || isAgain) this.#bank.distrust();
    else this.#wanted = plan;
    this.#isInterrupted = !isKnown && !isAgain;
    this.#copy?.requestKeyFrame();
  }

  #awaitOverdue(now: number): void {
    if (!this.#isInterrupted) return;
    if (now - this.#overdueAtMs > overduePatienceMs) this.#bank.distrust();
    else this.#repair();
  }

  #leadingOrigin({ cutsBy, best }: Plan): string {
    if (cutsBy === 'audio') return this.#encoders.soundOrigin;
    return cutsBy === 'encoder' ? this.#encoders.leadingOrigin : (best?.origin ?? '');
  }

  /** Looks whether what flows needs another period. */
  #judge(now: number): void {
    const before = this.#periods.plan;
    const isFirst = before === null && this.#wanted === null;
    if (isFirst && !this.#isGathered(now)) return;
    this.#awaitOverdue(now);
    // Where frames are few, none may come in time to ask for the next key frame.
    const expectedMs = now - this.#underWayMs - sparseMs;
    if (before?.cutsBy === 'layer' && this.#periods.times?.asks(expectedMs) === true) {
      this.#copy?.requestKeyFrame();
    }
    for (const origin of this.#periods.misaligned) this.#bank.leaveOut(origin);
    const { heights, shed } = this.#options;
    const inUse = this.#wanted ?? before;
    const plan = makePlan(
      this.#bank.flowing(now, (origin) => isFirst || isIn(inUse, origin)),
      {
        hasAudio: this.#has('audio'),
        heights,
        shed: shed(),
      },
    );
    if (plan.key === this.#wanted?.key) return;
    // Sound goes on alone where it comes in; where nothing does, all waits.
    if (plan.best === null && !this.#intake.flows('audio')) return;
    // It may be as it was, before anything came of a change.
    this.#wanted = plan.key === before?.key ? null : plan;
    if (this.#wanted !== null) this.#beginWhereItCan(this.#wanted);
  }

  #isGathered(now: number): boolean {
    if (this.#intake.isWaiting) return false;
    const firstMs = this.#firstFrameMs;
    if (firstMs === null) {
      // The copy has no pictures before a key frame.
      const hasPictures = this.#options.source.layers.some(({ active }) => active);
      const patienceMs = hasPictures ? longestPictureMs : pictureMs;
      return this.#has('audio') && (!this.#has('video') || now - this.#beganMs > patienceMs);
    }
    const active = this.#options.source.layers.filter((layer) => layer.active).length;
    return this.#bank.size >= active || now - firstMs > gatherMs;
  }

  /** Begins a period at the last key frame, where nothing is on air from that time; asks for one otherwise. */
  #beginWhereItCan(plan: Plan): void {
    if (plan.best === null) {
      this.#begin(plan, this.#lastSoundMs ?? this.#options.clock.now());
      return;
    }
    const [key] = this.#bank.memory(plan.best.layer)?.frames ?? [];
    const isFree = key !== undefined && key.captureMs > this.reachedMs;
    if (key !== undefined && (isFree || plan.cutsBy === 'encoder')) this.#beginAt(plan, key);
    else this.#copy?.requestKeyFrame();
  }

  #beginAt(plan: Plan, { captureMs }: VideoFrame): void {
    const { epochMs, segmentMs } = this.#options;
    const { reachedMs } = this;
    const gridMs = epochMs + Math.ceil((reachedMs - epochMs) / segmentMs) * segmentMs;
    if (plan.cutsBy === 'layer' && captureMs <= this.#periods.picturesDoneMs) {
      // It came too late to begin with it.
      this.#repair();
      return;
    }
    this.#begin(plan, captureMs > reachedMs || plan.cutsBy === 'layer' ? captureMs : gridMs);
  }

  #begin(plan: Plan, startMs: number): void {
    this.#wanted = null;
    this.#isInterrupted = false;
    this.#hold.clear();
    const memory = plan.best === null ? null : this.#bank.memory(plan.best.layer);
    this.#encoders.change(plan, memory?.frameRate ?? 30);
    if (this.#has('audio')) {
      this.#encoders.openSound();
      this.#intake.beginSilence(startMs);
    }
    if (this.#closing !== null) return;
    const rung = (id: string): string => this.#encoders.originOf(id);
    const tracks = planTracks(plan, { rung, audio: this.#encoders.soundOrigin });
    this.#periods.begin(plan, startMs, tracks);
    this.#replay(plan);
    this.#periods.advance();
    this.#periods.open();
  }

  /** Gives a new period, and its encoder, what came since the key frame that it may begin with. */
  #replay({ copied, best, cutsBy }: Plan): void {
    for (const { origin, layer } of copied) {
      for (const frame of this.#bank.memory(layer)?.frames ?? []) {
        if (this.#bank.originOf(frame) !== origin) continue;
        this.#periods.replay(origin, this.#toSample(frame));
      }
    }
    if (best === null) return;
    for (const frame of this.#bank.memory(best.layer)?.frames ?? []) {
      this.#encoders.writePicture(best.origin, frame);
      if (cutsBy === 'layer') this.#lead(best.origin, frame.captureMs, frame.isKey);
    }
  }

  /** Null while an encoder has not told yet. */
  #tracksOf({ copied, transcoded, hasAudio }: Plan): Track[] | null {
    const ids = [...transcoded.map(({ id }) => id), ...(hasAudio ? ['audio'] : [])];
    const encoded = ids.map((id) => this.#encoders.track(id)).filter((track) => track !== null);
    if (encoded.length < ids.length) return null;
    const timescale = timescales.video;
    const layers = copied.map(
      ({ id, layer, format }): Track => ({
        ...{ id, kind: 'video', made: 'copied', timescale },
        ...{ width: format.width, height: format.height },
        codecs: codecString(format),
        init: writeInitSegment({ entry: format, timescale }),
        frameRate: Math.round(this.#bank.memory(layer)?.frameRate ?? 30),
      }),
    );
    return [...layers, ...encoded];
  }

  #has(wanted: 'audio' | 'video'): boolean {
    return this.#options.source.tracks.some(({ kind }) => kind === wanted);
  }

  /** Pictures were lost: nothing can be shown before a key frame. */
  #repair(): void {
    const now = this.#options.clock.now();
    if (now - this.#repairedAtMs < repairMs) return;
    this.#repairedAtMs = now;
    this.#copy?.requestKeyFrame();
  }

  #toSample({ captureMs, isKey, data }: VideoFrame): CutSample {
    return { ticks: toTicks(captureMs, this.#options.epochMs), isKey, data };
  }
}

/** Whether a plan has use for a layer in its format. */
function isIn(plan: Plan | null, origin: string): boolean {
  if (plan === null) return false;
  return plan.best?.origin === origin || plan.copied.some((rung) => rung.origin === origin);
}

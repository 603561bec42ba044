import { codecString, writeInitSegment } from '@tallylight/protocol/isobmff';
import type { Clock } from '../live/clock.ts';
import type { MediaCopy, Source } from '../live/sfu.ts';
import type { CutSample } from './cut/part-cutter.ts';
import { SegmentTimes } from './cut/segment-times.ts';
import type { StartEncoder } from './encoder.ts';
import type { AudioPacket } from './intake/audio-stream.ts';
import { Intake } from './intake/intake.ts';
import type { VideoFrame } from './intake/video-stream.ts';
import { LayerBank } from './layer-bank.ts';
import { Period, type PeriodStore } from './period.ts';
import { makePlan, type Plan, planTracks, timescales } from './plan.ts';
import { Rungs, toTicks } from './rungs.ts';
import { Sound } from './sound.ts';
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
  /** How many of them FFmpeg may make just now. */
  readonly mostTranscoded: () => number;
  readonly captureClockOffsetMs: () => number | null;
  /** Nothing is on air before this capture time: others' segments are, in ms. */
  readonly notBeforeMs: number;
  readonly onPlan: (plan: Plan) => void;
  /** A key frame of the best layer. */
  readonly onKeyFrame: (frame: VideoFrame) => void;
  /** An encoder is gone; all has been brought to an end as well as it can be. */
  readonly onFailed: (reason: string) => void;
  /** The copy ended though the source is there: it has others in the place of its streams. */
  readonly onStale: () => void;
};

/** How long the first frames of the other layers are waited for, in ms after the first of all. */
const gatherMs = 600;

/** How long sound alone waits for a picture, in ms. */
const pictureMs = 1_500;

/** How often the state of things is looked at, in ms. */
const tickMs = 100;

/** Between two key frames asked for because pictures were lost, in ms. */
const repairMs = 500;

/** What comes from one publisher's connection on its way into the store: one period after the other. */
export class Production {
  readonly #options: ProductionOptions;
  readonly #intake: Intake;
  readonly #bank = new LayerBank();
  readonly #hasAudio: boolean;
  readonly #hasVideo: boolean;
  readonly #beganMs: number;
  #copy: MediaCopy | null = null;
  #cancelTick: (() => void) | undefined;
  #sound: Sound | null = null;
  #rungs: Rungs | null = null;
  #encoders = 0;
  /** What the current period is made of, and what the next one is to be. */
  #plan: Plan | null = null;
  #wanted: Plan | null = null;
  #period: Period | null = null;
  /** The period that is being filled, but waits for the one before or for its encoders. */
  #next: { readonly period: Period; readonly plan: Plan } | null = null;
  #firstFrameMs: number | null = null;
  #lastSoundMs = 0;
  #notBeforeMs: number;
  #repairedAtMs = -Infinity;
  #state: 'running' | 'closing' | 'closed' = 'running';
  #closed = Promise.withResolvers<void>();

  constructor(options: ProductionOptions) {
    this.#options = options;
    this.#beganMs = options.clock.now();
    this.#notBeforeMs = options.notBeforeMs;
    const { tracks } = options.source;
    this.#hasAudio = tracks.some(({ kind }) => kind === 'audio');
    this.#hasVideo = tracks.some(({ kind }) => kind === 'video');
    this.#intake = new Intake({
      tracks,
      now: options.clock.now,
      captureClockOffsetMs: options.captureClockOffsetMs,
      onVideo: (frame) => this.#takeFrame(frame),
      onAudio: (packet) => this.#takeSound(packet),
      onLoss: () => this.#repair(),
      onClosed: () => this.#lose(),
    });
    options.source.copy(this.#intake).then(
      (copy) => {
        this.#copy = copy;
        if (this.#state !== 'running') copy.close();
      },
      () => this.#lose(),
    );
    this.#tick();
  }

  /** How far FFmpeg is behind, in ms. */
  get lagMs(): number {
    return this.#rungs?.lagMs ?? 0;
  }

  /** The capture time up to which there are segments, in ms. */
  get reachedMs(): number {
    return this.#notBeforeMs;
  }

  /** Brings what there is to an end; resolves when it is in the store. */
  close(): Promise<void> {
    if (this.#state !== 'running') return this.#closed.promise;
    this.#state = 'closing';
    this.#copy?.close();
    this.#wanted = null;
    this.#dropNext();
    this.#sound?.end();
    this.#rungs?.end();
    if (this.#period === null) this.#finish();
    else this.#period.end(Infinity, this.#options.clock.now());
    return this.#closed.promise;
  }

  #tick(): void {
    const { clock } = this.#options;
    this.#cancelTick = clock.after(tickMs, () => this.#tick());
    const now = clock.now();
    if (this.#state === 'running') {
      this.#intake.tick();
      this.#judge(now);
    }
    this.#period?.tick(now);
  }

  #takeFrame(frame: VideoFrame): void {
    this.#firstFrameMs ??= this.#options.clock.now();
    this.#bank.push(frame);
    const origin = this.#bank.originOf(frame);
    if (frame.isKey && origin === this.#wanted?.best?.origin) this.#beginFrom(this.#wanted, frame);
    const sample = this.#toSample(frame);
    this.#rungs?.write(origin, frame);
    this.#lead(origin, frame.captureMs, frame.isKey);
    this.#push(origin, sample);
    if (frame.isKey && origin === this.#plan?.best?.origin) this.#options.onKeyFrame(frame);
  }

  #takeSound(packet: AudioPacket): void {
    const { epochMs, startEncoder } = this.#options;
    this.#encoders += this.#sound === null ? 1 : 0;
    const origin = `sound ${this.#encoders}`;
    this.#sound ??= this.#start(
      () =>
        new Sound({
          startEncoder,
          epochMs,
          origin,
          onTrack: () => this.#open(),
          onSample: (sample) => {
            this.#lastSoundMs = epochMs + (sample.ticks * 1000) / timescales.audio;
            this.#lead(origin, this.#lastSoundMs, true);
            this.#push(origin, sample);
          },
          onFailed: (reason) => this.#fail(reason),
        }),
    );
    this.#sound?.write(packet);
  }

  /** A sample of whatever origin: it goes to the period it belongs to. */
  #push(origin: string, sample: CutSample): void {
    this.#period?.push(origin, sample);
    this.#next?.period.push(origin, sample);
    this.#period?.advance();
    this.#next?.period.advance();
  }

  /** A sample that may be of the track by which segments are cut. */
  #lead(origin: string, captureMs: number, isKey: boolean): void {
    const [period, plan] =
      this.#next === null ? [this.#period, this.#plan] : [this.#next.period, this.#next.plan];
    if (period === null || plan === null || origin !== this.#leadingOrigin(plan)) return;
    const verdict = period.times.lead(captureMs, isKey);
    if (verdict === 'ask') this.#copy?.requestKeyFrame();
    if (verdict === 'overdue' && plan.best !== null) this.#bank.distrust(plan.best.origin);
  }

  #leadingOrigin(plan: Plan): string | null {
    if (plan.cutsBy === 'audio') return this.#sound?.origin ?? null;
    if (plan.cutsBy === 'encoder') return this.#rungs?.leadingOrigin ?? null;
    return plan.best?.origin ?? null;
  }

  /** Looks whether what flows needs another period. */
  #judge(now: number): void {
    const first = this.#plan === null && this.#wanted === null;
    if (first && !this.#isGathered(now)) return;
    for (const origin of this.#period?.misaligned ?? []) this.#bank.distrust(origin);
    const { heights, mostTranscoded } = this.#options;
    const plan = makePlan(this.#bank.flowing(now, first), {
      hasAudio: this.#hasAudio,
      heights,
      mostTranscoded: mostTranscoded(),
    });
    const target = this.#wanted ?? this.#next?.plan ?? this.#plan;
    if (plan.key === target?.key || (plan.best === null && !plan.hasAudio)) return;
    if (plan.key === (this.#next?.plan ?? this.#plan)?.key) {
      // It is as it was, before anything came of the change.
      this.#wanted = null;
      return;
    }
    this.#wanted = plan;
    this.#beginWhereItCan(plan);
  }

  #isGathered(now: number): boolean {
    if (this.#firstFrameMs === null) {
      return this.#hasAudio && (!this.#hasVideo || now - this.#beganMs > pictureMs);
    }
    const active = this.#options.source.layers.filter((layer) => layer.active).length;
    return this.#bank.size >= active || now - this.#firstFrameMs > gatherMs;
  }

  /** Begins a period at the last key frame, where nothing is on air from that time; asks for one otherwise. */
  #beginWhereItCan(plan: Plan): void {
    const { best } = plan;
    if (best === null) {
      if (this.#lastSoundMs > 0) this.#begin(plan, this.#lastSoundMs);
      else this.#openSilence();
      return;
    }
    const [key] = this.#bank.memory(best.layer)?.frames ?? [];
    const isFree = key !== undefined && key.captureMs > this.#onAirUntilMs();
    if (isFree || (key !== undefined && plan.cutsBy === 'encoder')) this.#beginFrom(plan, key);
    else this.#copy?.requestKeyFrame();
  }

  #onAirUntilMs(): number {
    return this.#next?.period.times.reachedMs ?? this.#period?.times.reachedMs ?? this.#notBeforeMs;
  }

  #beginFrom(plan: Plan, key: VideoFrame): void {
    const { epochMs, segmentMs } = this.#options;
    if (plan.cutsBy !== 'encoder') {
      this.#begin(plan, key.captureMs);
      return;
    }
    const freeMs = this.#onAirUntilMs();
    const gridMs = epochMs + Math.ceil((freeMs - epochMs) / segmentMs) * segmentMs;
    this.#begin(plan, freeMs < key.captureMs ? key.captureMs : gridMs);
  }

  #begin(plan: Plan, startMs: number): void {
    const { store, epochMs, partTargetS, segmentMs, clock } = this.#options;
    this.#wanted = null;
    this.#dropNext();
    this.#changeRungs(plan);
    if (this.#state !== 'running') return;
    this.#openSilence();
    const gridMs = plan.cutsBy === 'encoder' ? epochMs : null;
    const period = new Period({
      ...{ store, epochMs, partTargetS },
      times: new SegmentTimes({ startMs, segmentMs, gridMs }),
      tracks: planTracks(plan, {
        rung: (id) => this.#rungs?.originOf(id) ?? '',
        audio: this.#sound?.origin ?? '',
      }),
      onFinished: () => this.#finishPeriod(period),
    });
    this.#next = { period, plan };
    this.#replay(plan);
    this.#period?.end(startMs, clock.now());
    this.#open();
  }

  /** Gives a new period, and its encoder, what came since the key frame that it may begin with. */
  #replay(plan: Plan): void {
    for (const { origin, layer } of plan.copied) {
      for (const frame of this.#bank.memory(layer)?.frames ?? []) {
        if (this.#bank.originOf(frame) === origin) this.#next?.period.push(origin, this.#toSample(frame));
      }
    }
    if (plan.best === null) return;
    for (const frame of this.#bank.memory(plan.best.layer)?.frames ?? []) {
      this.#rungs?.write(plan.best.origin, frame);
      if (plan.cutsBy === 'layer') this.#lead(plan.best.origin, frame.captureMs, frame.isKey);
    }
  }

  #changeRungs(plan: Plan): void {
    if (plan.encoderKey === (this.#rungs?.plan.encoderKey ?? '')) return;
    this.#rungs?.end();
    this.#rungs = null;
    if (plan.encoderKey === '' || plan.best === null) return;
    const { startEncoder, epochMs, segmentMs } = this.#options;
    this.#encoders += 1;
    const origin = `rungs ${this.#encoders}`;
    const frameRate = this.#bank.memory(plan.best.layer)?.frameRate ?? 30;
    this.#rungs = this.#start(
      () =>
        new Rungs({
          ...{ startEncoder, plan, origin, epochMs, segmentMs, frameRate },
          onTrack: () => this.#open(),
          onSample: (rung, sample) => {
            this.#lead(rung, epochMs + (sample.ticks * 1000) / timescales.video, sample.isKey);
            this.#push(rung, sample);
          },
          onFailed: (reason) => this.#fail(reason),
        }),
    );
  }

  /** Opens the next period, if it waits for nothing any more. */
  #open(): void {
    const next = this.#next;
    if (next === null || this.#period !== null || this.#state !== 'running') return;
    const tracks = this.#tracksOf(next.plan);
    if (tracks === null) return;
    this.#next = null;
    this.#period = next.period;
    this.#plan = next.plan;
    next.period.open(tracks);
    this.#options.onPlan(next.plan);
  }

  /** Null while an encoder has not told yet. */
  #tracksOf({ copied, transcoded, hasAudio }: Plan): Track[] | null {
    const made = [
      ...transcoded.map(({ id }) => this.#rungs?.track(id) ?? null),
      ...(hasAudio ? [this.#sound?.track ?? null] : []),
    ];
    const known = made.filter((track) => track !== null);
    if (known.length < made.length) return null;
    const timescale = timescales.video;
    const layers = copied.map(({ id, layer, format }): Track => ({
      ...{ id, kind: 'video', made: 'copied', timescale },
      ...{ width: format.width, height: format.height },
      codecs: codecString(format),
      init: writeInitSegment({ entry: format, timescale }),
      frameRate: Math.round(this.#bank.memory(layer)?.frameRate ?? 30),
    }));
    return [...layers, ...known];
  }

  #finishPeriod(period: Period): void {
    if (period !== this.#period) return;
    this.#notBeforeMs = Math.max(this.#notBeforeMs, period.times.reachedMs);
    this.#period = null;
    this.#plan = null;
    if (this.#state === 'closing') this.#finish();
    else this.#open();
  }

  #dropNext(): void {
    this.#next = null;
  }

  /** Sound that hasn't begun is silence. */
  #openSilence(): void {
    if (this.#hasAudio && this.#sound === null) this.#intake.beginSilence();
  }

  #repair(): void {
    const now = this.#options.clock.now();
    if (now - this.#repairedAtMs < repairMs) return;
    this.#repairedAtMs = now;
    this.#copy?.requestKeyFrame();
  }

  #toSample({ captureMs, isKey, data }: VideoFrame): CutSample {
    return { ticks: toTicks(captureMs, this.#options.epochMs), isKey, data };
  }

  #start<Made>(make: () => Made): Made | null {
    try {
      return make();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  #fail(reason: string): void {
    if (this.#state !== 'running') return;
    void this.close().then(() => this.#options.onFailed(reason));
  }

  #lose(): void {
    if (this.#state !== 'running') return;
    void this.close().then(() => {
      if (!this.#options.source.isClosed) this.#options.onStale();
    });
  }

  #finish(): void {
    this.#state = 'closed';
    this.#cancelTick?.();
    this.#closed.resolve();
  }
}

import type { PackagingView, RecordingFault } from '@tallylight/contract';
import type { Logger } from 'pino';
import type { Broadcast } from '../live/broadcast.ts';
import type { Clock } from '../live/clock.ts';
import type { Source } from '../live/sfu.ts';
import { RestartDelay } from './ffmpeg/restart-delay.ts';
import { startFfmpegEncoder } from './ffmpeg-encoder.ts';
import { type FfmpegSupply, supplyFault } from './ffmpeg-supply.ts';
import { LadderGovernor } from './ladder-governor.ts';
import { MachineLoad } from './machine-load.ts';
import type { Plan } from './plan.ts';
import { Posters } from './posters.ts';
import { Production } from './production.ts';
import { EndedBroadcast } from './store/ended-broadcast.ts';
import type { Listing } from './store/listing.ts';
import type { Recording } from './store/recording.ts';
import type { SegmentStore } from './store/segment-store.ts';

export type PackagerOptions = {
  readonly broadcast: Broadcast;
  readonly store: SegmentStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ffmpeg: FfmpegSupply;
  readonly segmentMs: number;
  /** The rungs that are wanted, by height in pixels. */
  readonly heights: readonly number[];
  /** Whether the broadcast is recorded, as configured. */
  readonly record: boolean;
  /** The path of a poster. */
  readonly posterPath: (version: number) => string;
};

/** Makes one broadcast's segments, whichever publisher it comes from, and goes on after whatever breaks. */
export class Packager {
  readonly #options: PackagerOptions;
  readonly #delay = new RestartDelay();
  readonly #governor: LadderGovernor;
  readonly #posters: Posters;
  #source: Source | null = null;
  #production: Production | null = null;
  #closing: Promise<void> = Promise.resolve();
  #reachedMs = 0;
  #cancelRestart: (() => void) | undefined;
  #releaseLayers: (() => void) | undefined;
  #plan: Plan | null = null;
  /** Since when FFmpeg runs without a fault, in ms; null while it doesn't. */
  #runsSinceMs: number | null = null;
  #isDown = false;
  #recordingFault: RecordingFault | null = null;
  #ended: EndedBroadcast | null = null;
  #startedAtMs: number | null = null;

  constructor(options: PackagerOptions) {
    this.#options = options;
    const { clock, log, store, ffmpeg } = options;
    const load = new MachineLoad();
    this.#governor = new LadderGovernor({
      clock,
      idleFraction: () => load.idleFraction(),
      lagMs: () => this.#production?.lagMs ?? 0,
      onChange: (shed, before) => {
        const what = shed > before ? 'too slow: a rung is shed' : 'a rung is back';
        log.warn({ broadcast: options.broadcast.id, shed }, what);
      },
    });
    this.#posters = new Posters({
      ...{ clock, log, ffmpeg },
      onPoster: (jpeg) => {
        store.setPoster(jpeg);
        this.#tell();
      },
    });
    const unsubscribe = store.onChange(() => {
      if (store.startMs === null) return;
      unsubscribe();
      this.#startedAtMs = store.startMs;
      this.#tell();
    });
  }

  get store(): SegmentStore {
    return this.#options.store;
  }

  /** What there is to play. */
  get listing(): Listing {
    return this.#ended ?? this.store;
  }

  get channel(): string {
    return this.#options.broadcast.channel;
  }

  /** Whether FFmpeg can't be had, which nobody needs once the broadcast is over. */
  get isDown(): boolean {
    return this.#isDown && !this.store.hasEnded;
  }

  /** Takes what this publisher sends from now on; null: nobody publishes just now. */
  follow(source: Source | null): void {
    this.#source = source;
    this.#cancelRestart?.();
    this.#releaseLayers?.();
    this.#releaseLayers = source === null ? undefined : this.#options.broadcast.takeAllLayers();
    this.#stop();
    if (source !== null) this.#start(source);
  }

  /** What keeps it from being recorded just now. */
  setRecordingFault(fault: RecordingFault | null): void {
    this.#recordingFault = fault;
    this.#tell();
  }

  /**
   * The broadcast has ended. Fulfilled when its last segment is where it belongs.
   *
   * @param noticeMs how long players can have the last parts before they are told that it is the end: some leave off
   *   at once then
   */
  async end(noticeMs: number): Promise<void> {
    this.follow(null);
    this.#governor.close();
    await this.#closing;
    this.store.endPeriod();
    if (noticeMs > 0) {
      await new Promise<void>((resolve) => void this.#options.clock.after(noticeMs, resolve));
    }
    this.store.end();
    await this.store.written;
    this.#tell();
  }

  /** It was recorded, after its end. */
  recorded(recording: Recording): void {
    this.#ended = new EndedBroadcast(recording, this.store);
  }

  #start(source: Source): void {
    this.#tell();
    this.#closing
      .then(() => this.#options.ffmpeg.get())
      .then((program) => {
        if (source !== this.#source || source.isClosed || this.#production !== null) return;
        // What never runs is behind because there is too much to do, as like as not.
        if (!this.#isDown) this.#governor.settle();
        const { broadcast, store, clock } = this.#options;
        this.#production = new Production({
          ...this.#options,
          source,
          epochMs: store.epochMs,
          partTargetS: store.partTargetS,
          notBeforeMs: this.#reachedMs,
          shed: () => this.#governor.shed,
          startEncoder: (job, events) => startFfmpegEncoder(program, clock, job, events),
          captureClockOffsetMs: () => broadcast.captureClockOffsetMs,
          onKeyFrame: (frame) => this.#posters.offer(frame),
          onPlan: (plan) => this.#opened(plan),
          onFailed: (reason) => this.#fail(reason),
          onStale: () => this.#restart(0),
        });
      })
      .catch((error: unknown) => this.#fail(supplyFault(error)));
  }

  #stop(): void {
    const production = this.#production;
    this.#production = null;
    if (production === null) return;
    this.#closing = production.close().then(() => {
      this.#reachedMs = Math.max(this.#reachedMs, production.reachedMs);
    });
  }

  #opened(plan: Plan): void {
    const { log, broadcast, clock } = this.#options;
    const { copied, transcoded, shedHeights } = plan;
    this.#plan = plan;
    this.#isDown = false;
    this.#runsSinceMs ??= clock.now();
    this.#governor.follow(plan);
    const ids = (rungs: readonly { readonly id: string }[]) => rungs.map(({ id }) => id);
    const facts = { copied: ids(copied), transcoded: ids(transcoded), shed: shedHeights };
    log.info({ broadcast: broadcast.id, ...facts }, 'packaging');
    this.#tell();
  }

  #fail(reason: string): void {
    const { log, broadcast, clock } = this.#options;
    const ranMs = this.#runsSinceMs === null ? 0 : clock.now() - this.#runsSinceMs;
    this.#runsSinceMs = null;
    const delayMs = this.#delay.nextMs(ranMs);
    // What ran well and broke is back at once; what never ran is not there.
    this.#isDown = delayMs > 0;
    log.warn({ broadcast: broadcast.id, reason, delayMs }, 'packager failed');
    this.#restart(delayMs);
    this.#tell();
  }

  #restart(delayMs: number): void {
    this.#stop();
    this.#cancelRestart = this.#options.clock.after(delayMs, () => {
      if (this.#source !== null) this.#start(this.#source);
    });
  }

  /** Tells the broadcast how things stand. */
  #tell(): void {
    const { store, broadcast, record, posterPath } = this.#options;
    const heights = store.renditions.flatMap(({ isCurrent, height }) =>
      isCurrent && height !== null ? [height] : [],
    );
    const view: PackagingView = {
      state: this.#isDown ? 'down' : this.#plan === null ? 'starting' : 'running',
      heights,
      shedHeights: [...(this.#plan?.shedHeights ?? [])],
      recording: record ? (this.#recordingFault ?? 'on') : 'off',
      posterPath: store.poster === null ? null : posterPath(store.poster.version),
      startedAtMs: this.#startedAtMs,
      windowMs: store.dvrS * 1000,
    };
    broadcast.setPackaging(view);
  }
}

import { routes } from '@tallylight/contract';
import type { Logger } from 'pino';
import type { Broadcast } from '../live/broadcast.ts';
import type { Clock } from '../live/clock.ts';
import type { Source } from '../live/sfu.ts';
import type { FfmpegSupply } from './ffmpeg-supply.ts';
import { Packager } from './packager.ts';
import type { Recordings } from './store/recordings.ts';
import { SegmentStore } from './store/segment-store.ts';

export type PackagersOptions = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly ffmpeg: FfmpegSupply;
  readonly recordings: Recordings;
  /** How long a segment is, in whole seconds, and the longest part, in seconds. */
  readonly segmentS: number;
  readonly partTargetS: number;
  /** The rungs that are wanted, by height in pixels. */
  readonly heights: readonly number[];
  /** How far back players may go while it is live, in seconds. */
  readonly dvrS: number;
  /** What one broadcast's folder may take, in bytes; null: any number. */
  readonly maxBroadcastBytes: number | null;
  /** What is left free on the disk, in bytes. */
  readonly reserveBytes: number;
  readonly record: boolean;
};

/**
 * How long before the first frame that may ever come a broadcast's timeline begins, in ms: capture times lie
 * behind arrivals, and priming before them.
 */
const epochLeadMs = 12_000;

/**
 * How long parts can be had of a broadcast that is over, in ms: players are some seconds behind, and ask for those
 * that they were told of, which a recording hasn't.
 */
const drainMs = 30_000;

/** How long players have for the last parts before the end is told, in ms: some round trips. */
const noticeMs = 1000;

/** All packagers: one for each broadcast that is on. */
export class Packagers {
  readonly #options: PackagersOptions;
  readonly #byBroadcast = new Map<string, Packager>();
  readonly #ending = new Map<string, Promise<void>>();

  constructor(options: PackagersOptions) {
    this.#options = options;
  }

  /** Another publisher is on air in a broadcast, or nobody any more. */
  follow(broadcast: Broadcast, source: Source | null): void {
    const known = this.#byBroadcast.get(broadcast.id);
    if (known === undefined && source === null) return;
    const packager = known ?? this.#open(broadcast);
    packager.follow(source);
  }

  /** A broadcast is over. */
  end(broadcast: string): void {
    this.#end(broadcast, noticeMs);
  }

  /** The packager of a broadcast that is on, or was till just now. */
  find(broadcast: string): Packager | null {
    return this.#byBroadcast.get(broadcast) ?? null;
  }

  /** The packager of the broadcast that is on on a channel. */
  ofChannel(channel: string): Packager | null {
    const all = [...this.#byBroadcast.values()].filter((one) => one.channel === channel);
    return all.at(-1) ?? null;
  }

  /** Fulfilled when everything is on the disk that belongs there. */
  async close(): Promise<void> {
    for (const broadcast of this.#byBroadcast.keys()) this.#end(broadcast, 0);
    await Promise.all(this.#ending.values());
  }

  #end(broadcast: string, noticeMs: number): void {
    const packager = this.#byBroadcast.get(broadcast);
    if (packager === undefined || packager.store.hasEnded || this.#ending.has(broadcast)) return;
    const { recordings, clock, log } = this.#options;
    const ending = packager
      .end(noticeMs)
      .then(() => recordings.finish(broadcast))
      .then(() => recordings.load(broadcast))
      .then((recording) => {
        if (recording !== null) packager.recorded(recording);
      })
      .catch((error: unknown) =>
        log.error({ err: error, broadcast }, 'a recording could not be finished'),
      )
      .finally(() => {
        this.#ending.delete(broadcast);
        clock.after(drainMs, () => this.#byBroadcast.delete(broadcast));
      });
    this.#ending.set(broadcast, ending);
  }

  #open(broadcast: Broadcast): Packager {
    const { clock, log, ffmpeg, recordings, segmentS, heights, record } = this.#options;
    const { partTargetS, dvrS, maxBroadcastBytes, reserveBytes } = this.#options;
    const { id, channel } = broadcast;
    const store: SegmentStore = new SegmentStore({
      broadcast: id,
      channel,
      epochMs: Math.floor(clock.now()) - epochLeadMs,
      ...{ segmentS, partTargetS, dvrS, record, reserveBytes, clock, log },
      maxBytes: maxBroadcastBytes,
      folder: recordings.begin(id, () => store.bytesOnDisk),
      onTrouble: ({ code }) => packager.setRecordingFault(code),
      onRecovered: () => packager.setRecordingFault(null),
    });
    const packager: Packager = new Packager({
      ...{ broadcast, store, clock, log, ffmpeg, heights, record },
      segmentMs: segmentS * 1000,
      posterPath: (version) => routes.broadcastMedia(channel, id, `poster.${version}.jpg`),
    });
    this.#byBroadcast.set(id, packager);
    return packager;
  }
}

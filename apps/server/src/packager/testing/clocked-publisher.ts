import type { MediaKind } from '@tallylight/protocol/sdp';
import type { Intake } from '../intake/intake.ts';
import { deltaFramePayloads, keyFramePayloads } from './coded-picture.ts';
import { writeRtp } from './rtp.ts';
import { sourceTrack } from './source-track.ts';

/** What may be chosen of how a stream comes in. Times in ms. */
export type StreamHabits = {
  /** From capture to sending. */
  readonly encodingMs: number;
  /** By how much more than at least the way may take. */
  readonly jitterMs: number;
  /** When the first sender report is sent, and how long after each the next. */
  readonly reportAtMs: number;
  readonly reportEveryMs: number;
  /** From when on packets tell of their capture. */
  readonly capturesFromMs: number;
};

export type ClockedPublisherOptions = {
  readonly audio: StreamHabits;
  readonly video: StreamHabits;
  /** What its clock is ahead of ours, in ms. */
  readonly aheadMs: number;
  /** By what part its clock is faster. */
  readonly skew: number;
  readonly lastsMs: number;
};

const streams = {
  audio: { rate: 48_000, frameMs: 20 },
  video: { rate: 90_000, frameMs: 100 / 3 },
} as const;
const wayMs = 20;
/** Near their end, so that they wrap. */
const firstTimestamp = 4_294_900_000;
const hd = { width: 1280, height: 720 };

/** A capture's place in its stream, and what sends it. */
type Event = { readonly atMs: number; readonly act: () => void };

/** When it begins, by our clock, in ms. */
const beganMs = 1_000_000;

/** A publisher of one layer and sound whose capture times are known. */
export class ClockedPublisher {
  static readonly tracks = [sourceTrack('audio'), sourceTrack('video')];
  readonly #options: ClockedPublisherOptions;
  #nowMs = beganMs;

  constructor(options: ClockedPublisherOptions) {
    this.#options = options;
  }

  /** Our clock: it goes on as things arrive. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** What to add to its clock now to get ours, in ms. */
  get offsetMs(): number {
    return this.#nowMs - this.#theirs(this.#nowMs);
  }

  /** When a frame was captured, by our clock, in ms. */
  static captureMs(kind: MediaKind, frame: number): number {
    return beganMs + frame * streams[kind].frameMs;
  }

  /** Sends all there is. */
  run(intake: Intake): void {
    const kinds = ['audio', 'video'] as const;
    const events = kinds.flatMap((kind) => [
      ...this.#packets(kind, intake),
      ...this.#reports(kind, intake),
    ]);
    for (let atMs = beganMs; atMs < this.#endsMs; atMs += 100) {
      events.push({ atMs, act: () => intake.tick() });
    }
    for (const { atMs, act } of events.toSorted((a, b) => a.atMs - b.atMs)) {
      this.#nowMs = atMs;
      act();
    }
  }

  *#packets(kind: MediaKind, intake: Intake): Generator<Event> {
    const { encodingMs, jitterMs, capturesFromMs } = this.#options[kind];
    let sequence = 0;
    for (let frame = 0; ; frame += 1) {
      const trueMs = ClockedPublisher.captureMs(kind, frame);
      if (trueMs >= this.#endsMs) return;
      const lateMs = (((frame * 7919) % 101) / 100) * jitterMs;
      const captureMs = trueMs >= beganMs + capturesFromMs ? this.#theirs(trueMs) : null;
      const payloads = payloadsOf(kind, frame);
      for (const [at, payload] of payloads.entries()) {
        const marker = at === payloads.length - 1;
        const timestamp = this.#timestamp(kind, trueMs);
        const rtp = writeRtp({ sequence, timestamp, payload, marker });
        sequence += 1;
        const act = (): void => intake.packet({ kind, layer: 0, rtp, captureMs });
        yield { atMs: trueMs + encodingMs + wayMs + lateMs, act };
      }
    }
  }

  *#reports(kind: MediaKind, intake: Intake): Generator<Event> {
    const { reportAtMs, reportEveryMs } = this.#options[kind];
    for (let sentMs = beganMs + reportAtMs; sentMs < this.#endsMs; sentMs += reportEveryMs) {
      const rtpTimestamp = this.#timestamp(kind, sentMs);
      const ntpMs = this.#theirs(sentMs);
      const atMs = sentMs + wayMs;
      const report = { kind, layer: 0, ntpMs, rtpTimestamp, arrivedMs: atMs };
      yield { atMs, act: () => intake.report(report) };
    }
  }

  get #endsMs(): number {
    return beganMs + this.#options.lastsMs;
  }

  #timestamp(kind: MediaKind, ms: number): number {
    const ticks = ((ms - beganMs) * (1 + this.#options.skew) * streams[kind].rate) / 1000;
    return (firstTimestamp + Math.round(ticks)) >>> 0;
  }

  #theirs(ms: number): number {
    return ms * (1 + this.#options.skew) + this.#options.aheadMs;
  }
}

/** Sound carries its number, which its place in time follows from. */
function payloadsOf(kind: MediaKind, frame: number): Uint8Array[] {
  if (kind === 'audio') return [Uint8Array.of(0xfc, frame & 0xff, frame >> 8)];
  return frame === 0 ? keyFramePayloads(hd) : deltaFramePayloads(frame);
}

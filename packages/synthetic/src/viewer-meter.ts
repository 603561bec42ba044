import {
  type Depacketizer,
  H264Depacketizer,
  type PictureSize,
  type ReceivedPicture,
  type ReceiveSink,
  Vp8Depacketizer,
} from '@tallylight/protocol/rtp';
import type { VideoCodec } from './clip/recipe.ts';
import type { ReceivedPacket } from './peer/receiving-stream.ts';
import { wallClockMs } from './rtp/wall-clock.ts';

/** A frame that a decoder could show. */
export type ViewedFrame = PictureSize & {
  /** RTP timestamp, 90 kHz. */
  timestamp: number;
  key: boolean;
  /** The picture's NAL units, or its frame of VP8, for who wants to decode it. */
  nals: readonly Uint8Array[];
  /** When its last packet came, by `performance.now()`. */
  arrivedAtMs: number;
  /** The wall clock of its capture, Unix milliseconds, where the sender tells it. */
  captureMs: number | undefined;
  /** From capture to arrival by this machine's wall clock, where the sender tells the first. */
  latencyMs: number | undefined;
};

/** What a meter has counted. */
export type MeterCounts = {
  /** Frames that a decoder could show: whole, and nothing lost since a key frame. */
  frames: number;
  keyFrames: number;
  /** Frames that came damaged, or that refer to a damaged one. */
  undecodable: number;
  freezes: number;
  /** Time spent frozen, in milliseconds. */
  freezeMs: number;
};

/** A pause between frames that is longer than this is a freeze, in milliseconds. */
export const freezeThresholdMs = 500;
/** Latencies kept for percentiles: the last 200 s at 30 frames a second. */
const latencySamples = 6000;

/** Watches the video packets of one viewer: which frames could be shown, when, and how late. */
export class ViewerMeter implements ReceiveSink<ReceivedPacket> {
  readonly counts: MeterCounts = {
    frames: 0,
    keyFrames: 0,
    undecodable: 0,
    freezes: 0,
    freezeMs: 0,
  };
  readonly #onFrame: (frame: ViewedFrame) => void;
  readonly #onDamage: () => void;
  readonly #depacketizer: Depacketizer;
  readonly #latencies: number[] = [];
  #latencyCount = 0;
  #isDecodable = false;
  #size: PictureSize = { width: 0, height: 0 };
  #captureMs: number | undefined;
  #arrivedAtMs = 0;
  #lastFrameAtMs: number | undefined;
  #firstFrameAtMs: number | undefined;

  /** `onDamage` is called for each frame that can't be shown. */
  constructor(
    onFrame: (frame: ViewedFrame) => void,
    onDamage: () => void,
    codec: VideoCodec = 'h264',
  ) {
    this.#onFrame = onFrame;
    this.#onDamage = onDamage;
    const take = (picture: ReceivedPicture): void => this.#take(picture);
    this.#depacketizer = codec === 'vp8' ? new Vp8Depacketizer(take) : new H264Depacketizer(take);
  }

  /** The size of the last key frame; zero before the first. */
  get size(): PictureSize {
    return this.#size;
  }

  /** Latencies in milliseconds, the latest samples, in no order. */
  get latencies(): readonly number[] {
    return this.#latencies;
  }

  packet(packet: ReceivedPacket): void {
    // Arrival is when the frame's last packet came; capture stands in its first.
    this.#arrivedAtMs = packet.arrivedAtMs;
    if (packet.captureMs !== undefined) this.#captureMs = packet.captureMs;
    this.#depacketizer.packet(packet);
  }

  hole(): void {
    this.#isDecodable = false;
    this.#depacketizer.hole();
  }

  /** The counts at this moment: a freeze that goes on counts as long as it has lasted. */
  countsAt(nowMs: number): MeterCounts {
    const pauseMs = this.#lastFrameAtMs === undefined ? 0 : nowMs - this.#lastFrameAtMs;
    if (pauseMs <= freezeThresholdMs) return { ...this.counts };
    const { freezes, freezeMs } = this.counts;
    return { ...this.counts, freezes: freezes + 1, freezeMs: freezeMs + pauseMs };
  }

  /** Frames a second from the first frame to the last. */
  get fps(): number {
    const spanMs = (this.#lastFrameAtMs ?? 0) - (this.#firstFrameAtMs ?? 0);
    return spanMs <= 0 ? 0 : ((this.counts.frames - 1) * 1000) / spanMs;
  }

  #take(picture: ReceivedPicture): void {
    const captureMs = this.#captureMs;
    this.#captureMs = undefined;
    if (picture.complete && picture.key) this.#isDecodable = true;
    if (!picture.complete) this.#isDecodable = false;
    if (!this.#isDecodable) {
      this.counts.undecodable++;
      this.#onDamage();
      return;
    }
    this.#size = picture.size ?? this.#size;
    this.#count(picture);
    const now = this.#arrivedAtMs;
    const sinceArrival = performance.now() - now;
    const latencyMs =
      captureMs === undefined ? undefined : wallClockMs() - sinceArrival - captureMs;
    if (latencyMs !== undefined) {
      this.#latencies[this.#latencyCount++ % latencySamples] = latencyMs;
    }
    const { timestamp, key, nals } = picture;
    this.#onFrame({ ...this.#size, timestamp, key, nals, arrivedAtMs: now, captureMs, latencyMs });
  }

  #count({ key }: ReceivedPicture): void {
    const now = this.#arrivedAtMs;
    const pauseMs = this.#lastFrameAtMs === undefined ? 0 : now - this.#lastFrameAtMs;
    if (pauseMs > freezeThresholdMs) {
      this.counts.freezes++;
      this.counts.freezeMs += pauseMs;
    }
    this.#firstFrameAtMs ??= now;
    this.#lastFrameAtMs = now;
    this.counts.frames++;
    if (key) this.counts.keyFrames++;
  }
}

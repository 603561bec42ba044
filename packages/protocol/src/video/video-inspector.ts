import { isBSlice, nalStarts, nalTypes } from './h264-payload.ts';
import { readRtpPacket } from './rtp-packet.ts';
import { readSps } from './sps.ts';
import { readVp8KeyFrame, startsVp8Frame } from './vp8-payload.ts';

/** What was seen of one stream so far. */
export type VideoReport = {
  /** Pixels; null until a key frame told. */
  readonly width: number | null;
  readonly height: number | null;
  /** What the stream itself says of its H.264 profile; null before, and for VP8. */
  readonly profileLevelId: string | null;
  /** Whether pictures come in another order than they are shown in; null until that is known. */
  readonly bFrames: boolean | null;
};

/** So many pictures without a B-frame, and there will be none: encoders repeat their pattern sooner. */
const convincing = 45;

/**
 * Looks into the packets of one stream (one SSRC) of H.264 or VP8. Never throws, whatever the bytes are; a
 * report that changes is a new object.
 */
export class VideoInspector {
  readonly #isVp8: boolean;
  #report: VideoReport;
  #pictures = 0;

  /** @param mimeType `video/H264` or `video/VP8` */
  constructor(mimeType: string) {
    this.#isVp8 = mimeType.toLowerCase() === 'video/vp8';
    // VP8 has no pictures out of order.
    const bFrames = this.#isVp8 ? false : null;
    this.#report = { width: null, height: null, profileLevelId: null, bFrames };
  }

  get report(): VideoReport {
    return this.#report;
  }

  /** @param bytes one RTP packet */
  push(bytes: Uint8Array): void {
    const packet = readRtpPacket(bytes);
    if (packet === null || packet.payload.length === 0) return;
    if (this.#isVp8) this.#readVp8(packet.payload);
    else this.#readH264(packet.payload, packet.marker);
  }

  #readVp8(payload: Uint8Array): void {
    if (!startsVp8Frame(payload)) return;
    const size = readVp8KeyFrame(payload);
    if (size !== null) this.#learn(size);
  }

  #readH264(payload: Uint8Array, isLast: boolean): void {
    for (const nal of nalStarts(payload)) {
      if (nal.type === nalTypes.sps) {
        const sps = readSps(nal.bytes);
        if (sps !== undefined) this.#learn(sps);
      } else if (nal.type === nalTypes.slice && isBSlice(nal)) this.#learn({ bFrames: true });
    }
    if (!isLast || this.#report.bFrames !== null) return;
    this.#pictures += 1;
    if (this.#pictures >= convincing) this.#learn({ bFrames: false });
  }

  #learn(news: Partial<VideoReport>): void {
    const next = { ...this.#report, ...news };
    const same = (Object.keys(next) as (keyof VideoReport)[]).every(
      (key) => next[key] === this.#report[key],
    );
    if (!same) this.#report = next;
  }
}

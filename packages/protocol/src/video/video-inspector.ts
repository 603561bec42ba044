import { type NalPiece, nalTypes, walkNals } from './h264-payload.ts';
import { type RtpPacket, readRtpPacket } from './rtp-packet.ts';
import { readSliceHeader } from './slice-header.ts';
import { readSps } from './sps.ts';
import { StreamOrder } from './stream-order.ts';
import { readVp8Payload } from './vp8-payload.ts';

/** What was seen of one stream so far. */
export type VideoReport = {
  /** Null for a codec that isn't looked into. */
  readonly codec: 'h264' | 'vp8' | null;
  /** In pixels; null until a key frame told. */
  readonly width: number | null;
  readonly height: number | null;
  /** What the stream itself says of its H.264 profile; null before, and for VP8. */
  readonly profileLevelId: string | null;
  /** Whether pictures come in another order than they are shown in; null until that is known. */
  readonly bFrames: boolean | null;
  /** Pictures that a decoder can start at. */
  readonly keyFrames: number;
  /** All pictures of which a packet came. */
  readonly frames: number;
};

/** After so many pictures without a B-frame there will be none: encoders repeat their pattern sooner. */
const convincing = 60;

/** One step back in time could be a clock that was set; with B-frames they come several a second. */
const convincingSteps = 2;

/**
 * Looks into the packets of one stream (one SSRC) of H.264 or VP8. Never throws, whatever the bytes
 * are.
 */
export class VideoInspector {
  readonly #order = new StreamOrder();
  #report: { -readonly [Key in keyof VideoReport]: VideoReport[Key] };
  /** Pictures without B slices, and the last of them by its timestamp. */
  #plainPictures = 0;
  #lastPlain = -1;
  #lastKeyFrame = -1;
  #stepsBack = 0;
  /** Of the packet that is being read. */
  #timestamp = 0;

  /** @param mimeType `video/H264` or `video/VP8`, in any case */
  constructor(mimeType: string) {
    const codec = codecs.get(mimeType.toLowerCase()) ?? null;
    this.#report = {
      codec,
      width: null,
      height: null,
      profileLevelId: null,
      // VP8 has no pictures out of order.
      bFrames: codec === 'vp8' ? false : null,
      keyFrames: 0,
      frames: 0,
    };
  }

  /** Another object when more is known than before; while only the counts grow it stays the same. */
  get report(): VideoReport {
    return this.#report;
  }

  /** @param bytes one RTP packet, decrypted */
  push(bytes: Uint8Array): void {
    const packet = readRtpPacket(bytes);
    // Packets that only probe for bandwidth belong to no picture.
    if (packet === null || packet.payload.length === 0) return;
    this.#follow(packet);
    this.#timestamp = packet.timestamp;
    if (this.#report.codec === 'h264') walkNals(packet.payload, this.#readNal);
    else if (this.#report.codec === 'vp8') this.#readVp8(packet.payload);
  }

  #follow({ sequence, timestamp }: RtpPacket): void {
    const step = this.#order.follow(sequence, timestamp);
    if (step === 'late' || step === 'same') return;
    this.#report.frames++;
    if (step !== 'backward' || this.#report.codec !== 'h264') return;
    this.#stepsBack++;
    if (this.#stepsBack >= convincingSteps) this.#learn({ bFrames: true });
  }

  /** One function for all packets, so that none has to make its own. */
  readonly #readNal = (nal: NalPiece): void => {
    if (!nal.begins) return;
    if (nal.type === nalTypes.sps) this.#readSps(nal.bytes);
    else this.#readSlice(nal);
  };

  #readSps(nal: Uint8Array): void {
    const sps = readSps(nal);
    if (sps === null) return;
    const { width, height, profileLevelId } = sps;
    this.#learn({ width, height, profileLevelId });
  }

  #readSlice(nal: NalPiece): void {
    if (nal.type === nalTypes.idr) this.#countKeyFrame();
    if (this.#report.bFrames === true) return;
    const slice = readSliceHeader(nal);
    if (slice === null) return;
    if (slice.kind === 'b') this.#learn({ bFrames: true });
    else if (this.#lastPlain !== this.#timestamp) {
      this.#lastPlain = this.#timestamp;
      this.#plainPictures++;
      if (this.#plainPictures === convincing) this.#learn({ bFrames: false });
    }
  }

  #readVp8(payload: Uint8Array): void {
    const vp8 = readVp8Payload(payload);
    if (vp8?.keyFrame !== true) return;
    this.#countKeyFrame();
    this.#learn({ width: vp8.width, height: vp8.height });
  }

  /** A picture has several slices, and a packet may come twice. */
  #countKeyFrame(): void {
    if (this.#lastKeyFrame === this.#timestamp) return;
    this.#lastKeyFrame = this.#timestamp;
    this.#report.keyFrames++;
  }

  #learn(news: Partial<VideoReport>): void {
    const known = this.#report;
    const next = { ...known, ...news };
    const isNews =
      next.width !== known.width ||
      next.height !== known.height ||
      next.profileLevelId !== known.profileLevelId ||
      next.bFrames !== known.bFrames;
    if (isNews) this.#report = next;
  }
}

const codecs: ReadonlyMap<string, 'h264' | 'vp8'> = new Map([
  ['video/h264', 'h264'],
  ['video/vp8', 'vp8'],
]);

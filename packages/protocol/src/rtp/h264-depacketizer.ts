import { fuA, nalTypeOf, nalTypes, stapA } from '../video/h264-payload.ts';
import { readSps } from '../video/sps.ts';
import { concatBytes } from './bytes.ts';
import type {
  Depacketizer,
  PicturePacket,
  PictureSize,
  ReceivedPicture,
} from './received-picture.ts';

/** Puts pictures of H.264 together (RFC 6184). */
export class H264Depacketizer implements Depacketizer {
  readonly #onPicture: (picture: ReceivedPicture) => void;
  #nals: Uint8Array[] = [];
  #fragments: Uint8Array[] = [];
  #timestamp: number | undefined;
  #complete = true;
  /** A hole lies before the next packet, so it's unknown whether a picture begins with it. */
  #afterHole = false;

  constructor(onPicture: (picture: ReceivedPicture) => void) {
    this.#onPicture = onPicture;
  }

  hole(): void {
    this.#fragments = [];
    if (this.#timestamp !== undefined) this.#complete = false;
    this.#afterHole = true;
  }

  packet({ payload, timestamp, marker }: PicturePacket): void {
    // A picture whose last packets are lost is ended by the next picture's timestamp.
    if (this.#timestamp !== undefined && this.#timestamp !== timestamp) this.#finish();
    if (this.#timestamp === undefined) this.#begin(payload, timestamp);
    this.#take(payload);
    if (marker) this.#finish();
  }

  #begin(payload: Uint8Array, timestamp: number): void {
    this.#timestamp = timestamp;
    // After a hole only a parameter set in front proves that the picture's start is here.
    this.#complete = !this.#afterHole || startsWithParameterSet(payload);
    this.#afterHole = false;
  }

  #take(payload: Uint8Array): void {
    switch (nalTypeOf(payload)) {
      case stapA:
        this.#takeAggregate(payload);
        return;
      case fuA:
        this.#takeFragment(payload);
        return;
      default:
        if (payload.length > 0) this.#nals.push(payload);
    }
  }

  #takeAggregate(payload: Uint8Array): void {
    for (let at = 1; at + 2 <= payload.length; ) {
      const size = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
      const nal = payload.subarray(at + 2, at + 2 + size);
      if (nal.length < size) this.#complete = false;
      else if (size > 0) this.#nals.push(nal);
      at += 2 + size;
    }
  }

  #takeFragment(payload: Uint8Array): void {
    const indicator = payload[0] ?? 0;
    const header = payload[1] ?? 0;
    const isStart = (header & 0x80) !== 0;
    const isEnd = (header & 0x40) !== 0;
    if (isStart) {
      this.#fragments = [Uint8Array.of((indicator & 0xe0) | (header & 0x1f))];
    } else if (this.#fragments.length === 0) {
      this.#complete = false;
      return;
    }
    this.#fragments.push(payload.subarray(2));
    if (!isEnd) return;
    this.#nals.push(concatBytes(this.#fragments));
    this.#fragments = [];
  }

  #finish(): void {
    const nals = this.#nals;
    const timestamp = this.#timestamp;
    const complete = this.#complete && this.#fragments.length === 0 && nals.length > 0;
    this.#nals = [];
    this.#fragments = [];
    this.#timestamp = undefined;
    this.#complete = true;
    if (timestamp === undefined) return;
    const key = nals.some((nal) => nalTypeOf(nal) === nalTypes.idr);
    this.#onPicture({ timestamp, nals, key, complete, size: key ? sizeOf(nals) : undefined });
  }
}

function sizeOf(nals: readonly Uint8Array[]): PictureSize | undefined {
  const nal = nals.find((one) => nalTypeOf(one) === nalTypes.sps);
  const sps = nal === undefined ? null : readSps(nal);
  return sps === null ? undefined : { width: sps.width, height: sps.height };
}

function startsWithParameterSet(payload: Uint8Array): boolean {
  const type = nalTypeOf(payload);
  const first = type === stapA ? (payload[3] ?? 0) & 0x1f : type;
  return first === nalTypes.sps || first === nalTypes.delimiter;
}

import { readVp8Payload, vp8DescriptorSize } from '../video/vp8-payload.ts';
import { concatBytes } from './bytes.ts';
import type { Depacketizer, PicturePacket, ReceivedPicture } from './received-picture.ts';

type OpenFrame = Omit<ReceivedPicture, 'nals'> & { readonly pieces: Uint8Array[] };

/** Puts frames of VP8 together (RFC 7741). */
export class Vp8Depacketizer implements Depacketizer {
  readonly #onPicture: (picture: ReceivedPicture) => void;
  #frame: OpenFrame | undefined;

  constructor(onPicture: (picture: ReceivedPicture) => void) {
    this.#onPicture = onPicture;
  }

  hole(): void {
    if (this.#frame !== undefined) this.#frame.complete = false;
  }

  packet({ payload, timestamp, marker }: PicturePacket): void {
    // A frame whose last packets are lost is ended by the next frame's timestamp.
    if (this.#frame !== undefined && this.#frame.timestamp !== timestamp) this.#finish();
    this.#frame ??= begin(payload, timestamp);
    this.#frame.pieces.push(payload.subarray(vp8DescriptorSize(payload)));
    if (marker) this.#finish();
  }

  #finish(): void {
    if (this.#frame === undefined) return;
    const { pieces, ...picture } = this.#frame;
    this.#frame = undefined;
    this.#onPicture({ ...picture, nals: [concatBytes(pieces)] });
  }
}

function begin(payload: Uint8Array, timestamp: number): OpenFrame {
  const head = readVp8Payload(payload);
  const { keyFrame = false, width = null, height = null } = head ?? {};
  return {
    timestamp,
    key: keyFrame,
    // A frame tells where it begins, so one without its first packet is known.
    complete: head?.startsFrame === true,
    size: width === null || height === null ? undefined : { width, height },
    pieces: [],
  };
}

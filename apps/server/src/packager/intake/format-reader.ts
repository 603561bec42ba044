import { type VideoSampleEntry, writeAvcConfig } from '@tallylight/protocol/isobmff';
import { nalTypeOf, nalTypes, readSps, readVp8Payload } from '@tallylight/protocol/video';

/** Reads from key frames how a layer is coded. */
export class FormatReader {
  readonly #codec: 'avc1' | 'vp08';
  #known: VideoSampleEntry | null = null;

  constructor(codec: 'avc1' | 'vp08') {
    this.#codec = codec;
  }

  /** As the last key frame told it; null before the first. */
  get known(): VideoSampleEntry | null {
    return this.#known;
  }

  /**
   * @param nals of a key frame
   * @returns the same object as before where nothing has changed; null where nothing is known yet
   */
  read(nals: readonly Uint8Array[]): VideoSampleEntry | null {
    const read = this.#codec === 'avc1' ? readAvc(nals) : readVp8(nals[0]);
    if (read !== null && !isSame(read, this.#known)) this.#known = read;
    return this.#known;
  }
}

function readAvc(nals: readonly Uint8Array[]): VideoSampleEntry | null {
  const sets = (type: number): Uint8Array[] => nals.filter((nal) => nalTypeOf(nal) === type);
  const [sps] = sets(nalTypes.sps);
  const pps = sets(nalTypes.pps);
  const size = sps === undefined ? null : readSps(sps);
  if (sps === undefined || size === null || pps.length === 0) return null;
  const avcC = writeAvcConfig(sps, pps);
  const { width, height } = size;
  return avcC === null ? null : { codec: 'avc1', avcC, width, height };
}

function readVp8(frame: Uint8Array | undefined): VideoSampleEntry | null {
  // A frame is what the payload of a packet holds behind its descriptor, of which one byte does.
  const head =
    frame === undefined ? null : readVp8Payload(Uint8Array.of(0x10, ...frame.subarray(0, 10)));
  if (head === null || head.width === null || head.height === null) return null;
  return { codec: 'vp08', width: head.width, height: head.height };
}

function isSame(a: VideoSampleEntry, b: VideoSampleEntry | null): boolean {
  if (b === null || a.codec !== b.codec) return false;
  if (a.width !== b.width || a.height !== b.height) return false;
  if (a.codec !== 'avc1' || b.codec !== 'avc1') return true;
  return a.avcC.length === b.avcC.length && a.avcC.every((byte, index) => byte === b.avcC[index]);
}

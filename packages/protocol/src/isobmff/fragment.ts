import { latin1, viewOf } from './big-endian.ts';

/** What a fragment holds of one frame. Times are in ticks of the track's timescale. */
export type FragmentSample = {
  readonly data: Uint8Array;
  readonly durationTicks: number;
  /** Whether decoding may begin here. */
  readonly isSync: boolean;
  /** Presentation less decode time; may be negative. 0 unless told. */
  readonly compositionOffsetTicks?: number;
};

export type Fragment = {
  /** Of `mfhd`: counts fragments, from 1. */
  readonly sequence: number;
  /** Decode time of the first sample, in ticks. */
  readonly baseDecodeTime: bigint | number;
  readonly samples: readonly FragmentSample[];
  /** 1 unless told. */
  readonly trackId?: number;
  /** When the sample presented at `mediaTime`, in ticks, was captured: NTP time of 64 bits (RFC 5905, section 6). */
  readonly prft?: { readonly ntp: bigint; readonly mediaTime: bigint | number };
  /** Whether a segment begins here. */
  readonly styp?: boolean;
};

/** Flags of `tfhd` and `trun` (ISO/IEC 14496-12, sections 8.8.7 and 8.8.8). */
const defaultBaseIsMoof = 0x02_0000;
const dataOffset = 0x1;
const durations = 0x100;
const sizes = 0x200;
const flags = 0x400;
const compositionOffsets = 0x800;

/** Section 8.8.3.1: others depend on nothing before a sync sample; the rest depends on something. */
const syncSample = 0x0200_0000;
const dependentSample = 0x0101_0000;

/** Section 8.16.5: the time is that of the capture, told in real time. */
const prftOfCapture = 24;

const stypSize = 24;
const prftSize = 32;

/**
 * Writes one `moof` and its `mdat`: a CMAF chunk (ISO/IEC 23000-19, section 7.3.2.3), before it `styp` and
 * `prft` where they are asked for.
 */
export function writeFragment(fragment: Fragment): Uint8Array {
  const { samples, trackId = 1, prft, styp = false } = fragment;
  const hasOffsets = samples.some((sample) => (sample.compositionOffsetTicks ?? 0) !== 0);
  const trunSize = 20 + samples.length * (hasOffsets ? 16 : 12);
  const trafSize = 8 + 16 + 20 + trunSize;
  const moofSize = 8 + 16 + trafSize;
  const mdatSize = samples.reduce((sum, sample) => sum + sample.data.length, 8);
  const before = (styp ? stypSize : 0) + (prft === undefined ? 0 : prftSize);

  const bytes = new Uint8Array(before + moofSize + mdatSize);
  const cursor = new Cursor(bytes);
  if (styp) {
    cursor.box(stypSize, 'styp').text('msdh').u32(0).text('msdhcmfs');
  }
  if (prft !== undefined) {
    cursor.box(prftSize, 'prft').u32(0x0100_0000 | prftOfCapture);
    cursor.u32(trackId).u64(prft.ntp).u64(prft.mediaTime);
  }
  cursor.box(moofSize, 'moof').box(16, 'mfhd').u32(0).u32(fragment.sequence);
  cursor.box(trafSize, 'traf').box(16, 'tfhd').u32(defaultBaseIsMoof).u32(trackId);
  cursor.box(20, 'tfdt').u32(0x0100_0000).u64(fragment.baseDecodeTime);
  cursor.box(trunSize, 'trun');
  cursor.u32(
    dataOffset | durations | sizes | flags | (hasOffsets ? 0x0100_0000 | compositionOffsets : 0),
  );
  cursor.u32(samples.length).u32(moofSize + 8);
  for (const sample of samples) {
    cursor.u32(sample.durationTicks).u32(sample.data.length);
    cursor.u32(sample.isSync ? syncSample : dependentSample);
    if (hasOffsets) cursor.u32(sample.compositionOffsetTicks ?? 0);
  }
  cursor.box(mdatSize, 'mdat');
  for (const sample of samples) cursor.bytes(sample.data);
  return bytes;
}

/** Writes one after the other into bytes of the right size. */
class Cursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }

  box(size: number, type: string): this {
    return this.u32(size).text(type);
  }

  text(text: string): this {
    return this.bytes(latin1(text));
  }

  /** A negative number becomes its two's complement. */
  u32(value: number): this {
    this.#view.setUint32(this.#at, value);
    this.#at += 4;
    return this;
  }

  u64(value: bigint | number): this {
    this.#view.setBigUint64(this.#at, BigInt(value));
    this.#at += 8;
    return this;
  }

  bytes(bytes: ArrayLike<number>): this {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }
}

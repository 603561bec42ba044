import { readU64, viewOf } from './big-endian.ts';
import { findBox, readBoxes } from './box.ts';

/** What stands for fields that a sample doesn't tell (`trex` and `tfhd`). */
export type SampleDefaults = {
  readonly durationTicks: number;
  readonly size: number;
  readonly flags: number;
};

/** Samples that lie one after the other (`trun`). */
export type SampleRun = {
  /** Where the first byte lies in the stream. */
  readonly dataStart: number;
  readonly samples: readonly {
    readonly durationTicks: number;
    readonly size: number;
    readonly isSync: boolean;
    readonly compositionOffsetTicks: number;
  }[];
};

export type MovieFragment = {
  /** In ticks; null where no `tfdt` tells it. */
  readonly decodeTime: number | null;
  readonly runs: readonly SampleRun[];
};

/** sample_is_non_sync_sample of ISO/IEC 14496-12, section 8.8.3.1. */
const nonSync = 0x1_0000;

/**
 * Reads the payload of a `moof` box with one track (ISO/IEC 14496-12, sections 8.8.4 to 8.8.12).
 *
 * @param moofStart where the box begins in the stream, in bytes
 * @returns null where it is damaged
 */
export function readMovieFragment(
  moof: Uint8Array,
  moofStart: number,
  defaults: SampleDefaults,
): MovieFragment | null {
  const traf = findBox(moof, 'traf')?.payload;
  const header = traf === undefined ? null : readHeader(traf, moofStart, defaults);
  if (traf === undefined || header === null) return null;
  const runs: SampleRun[] = [];
  let dataStart = header.base;
  for (const { type, payload } of readBoxes(traf)) {
    if (type !== 'trun') continue;
    const run = readRun(payload, header.base, dataStart, header.defaults);
    if (run === null) return null;
    runs.push(run);
    dataStart = run.samples.reduce((end, sample) => end + sample.size, run.dataStart);
  }
  return { decodeTime: readDecodeTime(traf), runs };
}

/** Numbers one after the other; past the end they are 0, and `isCut` tells so. */
class Fields {
  readonly #view: DataView;
  #at = 0;
  isCut = false;

  constructor(bytes: Uint8Array) {
    this.#view = viewOf(bytes);
  }

  u32(): number {
    const at = this.#advance(4);
    return at === null ? 0 : this.#view.getUint32(at);
  }

  i32(): number {
    return this.u32() | 0;
  }

  u64(): number {
    const at = this.#advance(8);
    return at === null ? 0 : readU64(this.#view, at);
  }

  get left(): number {
    return this.#view.byteLength - this.#at;
  }

  #advance(size: number): number | null {
    if (this.left < size) {
      this.isCut = true;
      return null;
    }
    this.#at += size;
    return this.#at - size;
  }
}

function readHeader(
  traf: Uint8Array,
  moofStart: number,
  defaults: SampleDefaults,
): { base: number; defaults: SampleDefaults } | null {
  const tfhd = findBox(traf, 'tfhd')?.payload;
  if (tfhd === undefined) return null;
  const fields = new Fields(tfhd);
  const flags = fields.u32();
  fields.u32(); // track_ID
  // Without a base told, data is counted from this box: there is one track, hence one traf.
  const base = (flags & 0x1) !== 0 ? fields.u64() : moofStart;
  if ((flags & 0x2) !== 0) fields.u32(); // sample_description_index
  const told = {
    durationTicks: (flags & 0x8) !== 0 ? fields.u32() : defaults.durationTicks,
    size: (flags & 0x10) !== 0 ? fields.u32() : defaults.size,
    flags: (flags & 0x20) !== 0 ? fields.u32() : defaults.flags,
  };
  return fields.isCut ? null : { base, defaults: told };
}

function readDecodeTime(traf: Uint8Array): number | null {
  const tfdt = findBox(traf, 'tfdt')?.payload;
  if (tfdt === undefined) return null;
  const fields = new Fields(tfdt);
  const is64 = fields.u32() >>> 24 === 1;
  const time = is64 ? fields.u64() : fields.u32();
  return fields.isCut ? null : time;
}

function readRun(
  trun: Uint8Array,
  base: number,
  following: number,
  defaults: SampleDefaults,
): SampleRun | null {
  const fields = new Fields(trun);
  const flags = fields.u32();
  const count = fields.u32();
  const dataStart = (flags & 0x1) !== 0 ? base + fields.i32() : following;
  const firstFlags = (flags & 0x4) !== 0 ? fields.u32() : null;
  const perSample = [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length;
  // Before anything is made for them: a damaged count may be in the billions.
  if (perSample > 0 ? count * perSample * 4 > fields.left : count > longestBareRun) return null;
  const samples = Array.from({ length: count }, (_, index) => {
    const durationTicks = (flags & 0x100) !== 0 ? fields.u32() : defaults.durationTicks;
    const size = (flags & 0x200) !== 0 ? fields.u32() : defaults.size;
    const told = (flags & 0x400) !== 0 ? fields.u32() : null;
    // Version 0 has no sign, but FFmpeg writes negative ones there too.
    const compositionOffsetTicks = (flags & 0x800) !== 0 ? fields.i32() : 0;
    const sampleFlags = told ?? (index === 0 ? firstFlags : null) ?? defaults.flags;
    return { durationTicks, size, isSync: (sampleFlags & nonSync) === 0, compositionOffsetTicks };
  });
  return fields.isCut ? null : { dataStart, samples };
}

/** Samples of a run that tells nothing of each. */
const longestBareRun = 65_536;

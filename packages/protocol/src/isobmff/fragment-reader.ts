import { viewOf } from './big-endian.ts';
import { findBox, longestBoxHeader, readBoxHeader } from './box.ts';
import { readMovieFragment, type SampleDefaults, type SampleRun } from './movie-fragment.ts';
import { readSampleEntry, type SampleEntry } from './sample-entry.ts';

/** A frame as a fragment tells it. Times are in ticks of the track's timescale. */
export type ReadSample = {
  readonly decodeTime: number;
  readonly durationTicks: number;
  readonly isSync: boolean;
  readonly compositionOffsetTicks: number;
  /** May be a view into what was pushed. */
  readonly data: Uint8Array;
};

export type FragmentHandlers = {
  onInit(init: { readonly entry: SampleEntry; readonly timescale: number }): void;
  onSample(sample: ReadSample): void;
};

/** In bytes; nobody's frame is larger, and a damaged size must not ask for more memory. */
const largestBox = 64 * 1024 * 1024;

/** A box that is not whole yet. */
type Body = {
  readonly type: string;
  readonly headerSize: number;
  readonly bytes: Uint8Array;
  filled: number;
};

/**
 * Reads a stream of fragmented MP4 with one track, as FFmpeg writes it into a pipe: `moov` first, then each
 * `moof` with its `mdat`. It may come cut at any places. A sample is told as soon as its `mdat` is whole.
 */
export class FragmentReader {
  readonly #handlers: FragmentHandlers;
  /** Where the box now being read begins in the stream. */
  #boxStart = 0;
  #header = new Uint8Array(0);
  #body: Body | null = null;
  #defaults: SampleDefaults = { durationTicks: 0, size: 0, flags: 0 };
  #runs: readonly SampleRun[] = [];
  #nextDecodeTime = 0;
  #damage: string | null = null;

  constructor(handlers: FragmentHandlers) {
    this.#handlers = handlers;
  }

  /** Why reading ended; null while nothing is wrong. After damage, what is pushed is ignored. */
  get damage(): string | null {
    return this.#damage;
  }

  push(chunk: Uint8Array): void {
    for (let rest = chunk; rest.length > 0 && this.#damage === null; ) {
      rest = this.#body === null ? this.#readHeader(rest) : this.#fillBody(rest, this.#body);
    }
  }

  #readHeader(chunk: Uint8Array): Uint8Array {
    const held = this.#header.length;
    const start = new Uint8Array(held + Math.min(chunk.length, longestBoxHeader - held));
    start.set(this.#header);
    start.set(chunk.subarray(0, start.length - held), held);
    const header = readBoxHeader(start);
    if (header === null) {
      this.#header = start;
      return chunk.subarray(start.length - held);
    }
    const { type, size, headerSize } = header;
    if (size === null || size < headerSize || size > largestBox) {
      this.#damage = `A box "${type}" says that it has ${size ?? 'all remaining'} bytes.`;
      return chunk;
    }
    this.#header = new Uint8Array(0);
    const payload = chunk.subarray(headerSize - held);
    const bodySize = size - headerSize;
    if (payload.length >= bodySize) {
      this.#take(type, headerSize, payload.subarray(0, bodySize));
      return payload.subarray(bodySize);
    }
    this.#body = { type, headerSize, bytes: new Uint8Array(bodySize), filled: 0 };
    return payload;
  }

  #fillBody(chunk: Uint8Array, body: Body): Uint8Array {
    const piece = chunk.subarray(0, body.bytes.length - body.filled);
    body.bytes.set(piece, body.filled);
    body.filled += piece.length;
    if (body.filled === body.bytes.length) {
      this.#body = null;
      this.#take(body.type, body.headerSize, body.bytes);
    }
    return chunk.subarray(piece.length);
  }

  #take(type: string, headerSize: number, payload: Uint8Array): void {
    if (type === 'moov') this.#readMovie(payload);
    if (type === 'moof') this.#readFragment(payload);
    if (type === 'mdat') this.#readData(payload, this.#boxStart + headerSize);
    this.#boxStart += headerSize + payload.length;
  }

  #readMovie(moov: Uint8Array): void {
    const mdhd = findBox(moov, 'trak', 'mdia', 'mdhd')?.payload;
    const stsd = findBox(moov, 'trak', 'mdia', 'minf', 'stbl', 'stsd')?.payload;
    const trex = findBox(moov, 'mvex', 'trex')?.payload;
    const entry = stsd === undefined ? null : readSampleEntry(stsd);
    // Section 8.4.2: with version 1, two times of 64 bits stand before the timescale.
    const timescaleAt = mdhd?.[0] === 1 ? 20 : 12;
    if (mdhd === undefined || mdhd.length < timescaleAt + 4 || entry === null) {
      this.#damage = 'There is no track with samples of a known kind.';
      return;
    }
    if (trex !== undefined && trex.length >= 24) {
      const view = viewOf(trex);
      this.#defaults = {
        durationTicks: view.getUint32(12),
        size: view.getUint32(16),
        flags: view.getUint32(20),
      };
    }
    this.#handlers.onInit({ entry, timescale: viewOf(mdhd).getUint32(timescaleAt) });
  }

  #readFragment(moof: Uint8Array): void {
    const fragment = readMovieFragment(moof, this.#boxStart, this.#defaults);
    if (fragment === null) {
      this.#damage = `The movie fragment at byte ${this.#boxStart} is damaged.`;
      return;
    }
    this.#nextDecodeTime = fragment.decodeTime ?? this.#nextDecodeTime;
    this.#runs = fragment.runs;
  }

  #readData(mdat: Uint8Array, payloadStart: number): void {
    const runs = this.#runs;
    this.#runs = [];
    for (const run of runs) {
      let at = run.dataStart - payloadStart;
      for (const { size, ...told } of run.samples) {
        if (at < 0 || at + size > mdat.length) {
          this.#damage = `A sample of ${size} bytes lies outside of its data.`;
          return;
        }
        const decodeTime = this.#nextDecodeTime;
        this.#nextDecodeTime += told.durationTicks;
        this.#handlers.onSample({ decodeTime, ...told, data: mdat.subarray(at, at + size) });
        at += size;
      }
    }
  }
}

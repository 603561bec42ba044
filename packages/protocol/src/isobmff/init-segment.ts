import { latin1, u16, u32 } from './big-endian.ts';
import { writeBox, writeFullBox } from './box.ts';
import { isVideo, type SampleEntry, writeSampleEntry } from './sample-entry.ts';

export type InitSegment = {
  readonly entry: SampleEntry;
  /** Ticks a second. */
  readonly timescale: number;
  /** 1 unless told. */
  readonly trackId?: number;
};

/**
 * Writes a CMAF header (ISO/IEC 23000-19, section 7.3.1): `ftyp` and `moov` of one track, which has all its
 * samples in fragments, and no edit list.
 */
export function writeInitSegment(segment: InitSegment): Uint8Array {
  const { entry, timescale, trackId = 1 } = segment;
  // iso6 is the least that knows tfdt and default-base-is-moof. Not dash: that promises an index.
  const ftyp = writeBox('ftyp', latin1('cmfc'), u32(0), latin1('iso6cmfc'));
  const moov = writeBox(
    'moov',
    writeFullBox('mvhd', 0, 0, [
      ...[...u32(0), ...u32(0), ...u32(timescale), ...u32(0)],
      ...[...u32(0x1_0000), ...u16(0x100), ...u16(0), ...u32(0), ...u32(0)],
      ...[...unityMatrix, ...new Uint8Array(24), ...u32(trackId + 1)],
    ]),
    writeTrack(entry, timescale, trackId),
    writeBox(
      'mvex',
      writeFullBox('trex', 0, 0, [...u32(trackId), ...u32(1), ...u32(0), ...u32(0), ...u32(0)]),
    ),
  );
  return Uint8Array.from([...ftyp, ...moov]);
}

const unityMatrix = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000].flatMap(u32);

function writeTrack(entry: SampleEntry, timescale: number, trackId: number): Uint8Array {
  const video = isVideo(entry) ? entry : null;
  const tkhd = writeFullBox('tkhd', 0, 3, [
    ...[...u32(0), ...u32(0), ...u32(trackId), ...u32(0), ...u32(0), ...u32(0), ...u32(0)],
    ...[...u16(0), ...u16(0), ...u16(video === null ? 0x100 : 0), ...u16(0), ...unityMatrix],
    ...[...u16(video?.width ?? 0), ...u16(0), ...u16(video?.height ?? 0), ...u16(0)],
  ]);
  const language = 0x55c4; // und
  const mdhd = writeFullBox('mdhd', 0, 0, [
    ...[...u32(0), ...u32(0), ...u32(timescale), ...u32(0), ...u16(language), ...u16(0)],
  ]);
  const hdlr = writeFullBox('hdlr', 0, 0, [
    ...[...u32(0), ...latin1(video === null ? 'soun' : 'vide'), ...new Uint8Array(12), 0],
  ]);
  const header =
    video === null
      ? writeFullBox('smhd', 0, 0, u32(0))
      : writeFullBox('vmhd', 0, 1, new Uint8Array(8));
  const dinf = writeBox('dinf', writeFullBox('dref', 0, 0, u32(1), writeFullBox('url ', 0, 1)));
  const stbl = writeBox(
    'stbl',
    writeFullBox('stsd', 0, 0, u32(1), writeSampleEntry(entry)),
    writeFullBox('stts', 0, 0, u32(0)),
    writeFullBox('stsc', 0, 0, u32(0)),
    writeFullBox('stsz', 0, 0, u32(0), u32(0)),
    writeFullBox('stco', 0, 0, u32(0)),
  );
  const mdia = writeBox('mdia', mdhd, hdlr, writeBox('minf', header, dinf, stbl));
  return writeBox('trak', tkhd, mdia);
}

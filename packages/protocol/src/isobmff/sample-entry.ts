import { u16, u32, viewOf } from './big-endian.ts';
import { findBox, readBoxes, writeBox, writeFullBox } from './box.ts';
import { readAudioObjectType } from './esds.ts';

/** How the samples of a track are coded: what its one sample entry says (ISO/IEC 14496-12, section 8.5.2). */
export type SampleEntry = VideoSampleEntry | AudioSampleEntry;

export type VideoSampleEntry =
  | {
      /** H.264 with its parameter sets in the entry (ISO/IEC 14496-15, section 5.4). */
      readonly codec: 'avc1';
      /** The AVCDecoderConfigurationRecord. */
      readonly avcC: Uint8Array;
      /** In pixels. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly codec: 'vp08'; readonly width: number; readonly height: number };

export type AudioSampleEntry =
  | {
      readonly codec: 'mp4a';
      /** The payload of the `esds` box (ISO/IEC 14496-14, section 6.7), version and flags included. */
      readonly esds: Uint8Array;
      readonly channels: number;
      /** In Hz. */
      readonly sampleRate: number;
    }
  | {
      readonly codec: 'Opus';
      /** One or two. */
      readonly channels: number;
      /** Samples of 48 kHz that a decoder drops at the start (RFC 7845, section 4.2). */
      readonly preSkip: number;
      /** In Hz, of what went into the encoder; the samples themselves always count in 48 kHz. */
      readonly sampleRate: number;
    };

export function isVideo(entry: SampleEntry): entry is VideoSampleEntry {
  return entry.codec === 'avc1' || entry.codec === 'vp08';
}

/** As in CODECS of a playlist and in a MIME type (RFC 6381, section 3.3). */
export function codecString(entry: SampleEntry): string {
  switch (entry.codec) {
    case 'avc1':
      return `avc1.${Array.from(entry.avcC.subarray(1, 4), hexByte).join('')}`;
    case 'vp08':
      // Profile 0, level unknown, 8 bits: the VP codecs' binding makes these three mandatory.
      return 'vp08.00.00.08';
    case 'mp4a':
      return `mp4a.40.${readAudioObjectType(entry.esds) ?? 2}`;
    case 'Opus':
      return 'opus';
  }
}

export function writeSampleEntry(entry: SampleEntry): Uint8Array {
  switch (entry.codec) {
    case 'avc1':
      return writeVideo(entry, writeBox('avcC', entry.avcC));
    case 'vp08':
      // 8 bits, 4:2:0 with co-sited chroma, and colours that nobody told (CICP: 2).
      return writeVideo(entry, writeFullBox('vpcC', 1, 0, [0, 0, 0x82, 2, 2, 2, ...u16(0)]));
    case 'mp4a':
      return writeAudio(entry, entry.sampleRate, writeBox('esds', entry.esds));
    case 'Opus':
      // Opus in ISOBMFF, sections 4.3.1 and 4.3.2; no gain, mapping family 0.
      return writeAudio(
        entry,
        48_000,
        writeBox('dOps', [
          ...[0, entry.channels],
          ...[...u16(entry.preSkip), ...u32(entry.sampleRate), ...u16(0), 0],
        ]),
      );
  }
}

/**
 * Reads the first entry that is known in the payload of an `stsd` box.
 *
 * @returns null where there is none, or it is damaged
 */
export function readSampleEntry(stsd: Uint8Array): SampleEntry | null {
  for (const box of readBoxes(stsd.subarray(8))) {
    const entry = readEntry(box.type, box.payload);
    if (entry !== null) return entry;
  }
  return null;
}

/** Bytes before the boxes inside: ISO/IEC 14496-12, sections 12.1.3 and 12.2.3. */
const videoFields = 78;
const audioFields = 28;

function readEntry(type: string, payload: Uint8Array): SampleEntry | null {
  const view = viewOf(payload);
  if ((type === 'avc1' || type === 'vp08') && payload.length >= videoFields) {
    const size = { width: view.getUint16(24), height: view.getUint16(26) };
    if (type === 'vp08') return { codec: type, ...size };
    const avcC = findBox(payload.subarray(videoFields), 'avcC')?.payload;
    return avcC !== undefined && avcC.length >= 7 ? { codec: type, avcC, ...size } : null;
  }
  if (payload.length < audioFields) return null;
  if (type === 'mp4a') {
    const esds = findBox(payload.subarray(audioFields), 'esds')?.payload;
    const [channels, sampleRate] = [view.getUint16(16), view.getUint16(24)];
    return esds === undefined ? null : { codec: type, esds, channels, sampleRate };
  }
  if (type === 'Opus') {
    const dOps = findBox(payload.subarray(audioFields), 'dOps')?.payload;
    if (dOps === undefined || dOps.length < 11) return null;
    const told = viewOf(dOps);
    return {
      codec: type,
      channels: told.getUint8(1),
      preSkip: told.getUint16(2),
      sampleRate: told.getUint32(4),
    };
  }
  return null;
}

/** Six reserved bytes and the index of the one `dref` entry. */
const commonFields = [0, 0, 0, 0, 0, 0, ...u16(1)];

function writeVideo(entry: VideoSampleEntry, ...boxes: readonly Uint8Array[]): Uint8Array {
  const resolution = [...u32(0x48_0000), ...u32(0x48_0000)];
  const compressorName = new Uint8Array(32);
  return writeBox(
    entry.codec,
    [...commonFields, ...new Uint8Array(16), ...u16(entry.width), ...u16(entry.height)],
    [...resolution, ...u32(0), ...u16(1), ...compressorName, ...u16(0x18), ...u16(0xffff)],
    ...boxes,
  );
}

function writeAudio(entry: AudioSampleEntry, rate: number, box: Uint8Array): Uint8Array {
  return writeBox(
    entry.codec,
    [...commonFields, ...u32(0), ...u32(0), ...u16(entry.channels), ...u16(16), ...u32(0)],
    [...u16(rate), ...u16(0)],
    box,
  );
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

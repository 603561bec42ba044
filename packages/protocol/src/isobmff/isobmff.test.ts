import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  codecString,
  FragmentReader,
  type FragmentSample,
  type ReadSample,
  type SampleEntry,
  writeFragment,
  writeInitSegment,
} from './index.ts';

type Read = {
  readonly entry: SampleEntry;
  readonly timescale: number;
  readonly samples: ReadSample[];
};

const run = promisify(execFile);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tallylight-isobmff-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function ffmpeg(...args: string[]): Promise<Uint8Array> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-nostdin', ...args], {
    encoding: 'buffer',
    maxBuffer: 2 ** 28,
  });
  return Uint8Array.from(stdout);
}

const fragmented = [
  ...['-movflags', '+frag_every_frame+empty_moov+default_base_moof', '-f', 'mp4', 'pipe:1'],
];

function recordVideo(...encoder: string[]): Promise<Uint8Array> {
  const source = 'testsrc2=size=322x182:rate=30';
  return ffmpeg('-f', 'lavfi', '-i', source, '-t', '2', ...encoder, ...fragmented);
}

function recordAudio(...encoder: string[]): Promise<Uint8Array> {
  return ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'sine=sample_rate=48000',
    '-t',
    '2',
    ...encoder,
    ...fragmented,
  );
}

function read(stream: Uint8Array, cut = stream.length): Read {
  const samples: ReadSample[] = [];
  let init: Pick<Read, 'entry' | 'timescale'> | null = null;
  const reader = new FragmentReader({
    onInit: (told) => {
      init = told;
    },
    onSample: (sample) => samples.push(sample),
  });
  for (let at = 0; at < stream.length; at += cut) reader.push(stream.subarray(at, at + cut));
  expect(reader.damage).toBeNull();
  if (init === null) throw new Error('There was no init segment.');
  return { ...(init as Pick<Read, 'entry' | 'timescale'>), samples };
}

/** Writes what was read anew, a few samples to a fragment. */
function write({ entry, timescale, samples }: Read): Uint8Array {
  const pieces = [writeInitSegment({ entry, timescale })];
  for (let first = 0, sequence = 1; first < samples.length; first += 10, sequence++) {
    const told = samples.slice(first, first + 10);
    pieces.push(
      writeFragment({
        sequence,
        baseDecodeTime: told[0]?.decodeTime ?? 0,
        samples: told,
        styp: first % 30 === 0,
        prft: { ntp: 0xe9_0000_0000_0000_00n, mediaTime: told[0]?.decodeTime ?? 0 },
      }),
    );
  }
  return Uint8Array.from(Buffer.concat(pieces));
}

type Probed = {
  readonly streams: readonly Record<string, unknown>[];
  readonly packets: readonly Record<string, unknown>[];
};

async function probe(bytes: Uint8Array): Promise<Probed> {
  const path = join(folder, 'probed.mp4');
  writeFileSync(path, bytes);
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-of', 'json', '-show_streams', '-show_packets', path],
  ]);
  return JSON.parse(stdout);
}

const kinds = [
  ['avc1.640', () => recordVideo('-c:v', 'libx264', '-bf', '2', '-g', '30')],
  ['avc1.42c0', () => recordVideo('-c:v', 'libx264', '-profile:v', 'baseline', '-bf', '0')],
  ['avc1.f40', () => recordVideo('-c:v', 'libx264', '-pix_fmt', 'yuv444p')],
  ['mp4a.40.2', () => recordAudio('-c:a', 'aac', '-ac', '2')],
  ['opus', () => recordAudio('-c:a', 'libopus')],
] as const;

describe.each(kinds)('%s, by FFmpeg', { timeout: 30_000 }, (codec, record) => {
  let recorded: Uint8Array;
  beforeAll(async () => {
    recorded = await record();
  }, 60_000);

  it('is read, and told as RFC 6381 says', () => {
    const { entry, samples, timescale } = read(recorded);
    expect(codecString(entry).startsWith(codec)).toBe(true);
    const ticks = samples.reduce((sum, sample) => sum + sample.durationTicks, 0);
    expect(ticks / timescale).toBeGreaterThan(1.95);
    expect(samples[0]?.isSync).toBe(true);
  });

  it('comes out of a stream cut at every byte, or anywhere, as out of a whole one', () => {
    const whole = read(recorded);
    for (const cut of [1, 2, 3, 7, 8, 9, 15, 16, 17, 1000]) {
      expect(read(recorded, cut)).toEqual(whole);
    }
  });

  it('is written so that ffprobe finds the same samples at the same times', async () => {
    const before = read(recorded);
    const written = write(before);
    expect(read(written, 4096)).toEqual(before);
    const { streams, packets } = await probe(written);
    expect(streams).toHaveLength(1);
    expect(packets.map((packet) => packet['dts'])).toEqual(
      before.samples.map((sample) => sample.decodeTime),
    );
    expect(packets.map((packet) => packet['pts'])).toEqual(
      before.samples.map((sample) => sample.decodeTime + sample.compositionOffsetTicks),
    );
    expect(packets.map((packet) => packet['size'])).toEqual(
      before.samples.map((sample) => String(sample.data.length)),
    );
    expect(packets.map((packet) => String(packet['flags']).startsWith('K'))).toEqual(
      before.samples.map((sample) => sample.isSync),
    );
  });

  it('is decoded without an error, every sample of it', async () => {
    const before = read(recorded);
    const path = join(folder, 'decoded.mp4');
    writeFileSync(path, write(before));
    const { stderr } = await run('ffmpeg', [
      ...['-v', 'warning', '-nostdin', '-xerror', '-i', path, '-f', 'null', '-'],
    ]);
    expect(stderr).toBe('');
  });
});

describe('a decode time', { timeout: 30_000 }, () => {
  it('goes beyond 32 bits unharmed, as the time since an epoch does', async () => {
    const recorded = read(await recordVideo('-c:v', 'libx264', '-bf', '0'));
    const epoch = 2 ** 33 + 12_345;
    const samples = recorded.samples.map((sample) => ({
      ...sample,
      decodeTime: sample.decodeTime + epoch,
    }));
    const written = write({ ...recorded, samples });
    expect(read(written).samples).toEqual(samples);
    expect((await probe(written)).packets[0]?.['dts']).toBe(epoch);
  });
});

describe('VP8', { timeout: 30_000 }, () => {
  it('goes in and out of MP4 as FFmpeg understands it', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=322x182:rate=30', '-t', '1'];
    const file = await ffmpeg(...source, '-c:v', 'libvpx', '-f', 'ivf', 'pipe:1');
    const samples: FragmentSample[] = [];
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    for (let at = 32; at < file.length; ) {
      const size = view.getUint32(at, true);
      const data = file.subarray(at + 12, at + 12 + size);
      samples.push({ data, durationTicks: 3000, isSync: ((data[0] ?? 1) & 1) === 0 });
      at += 12 + size;
    }
    const entry: SampleEntry = { codec: 'vp08', width: 322, height: 182 };
    const written = Buffer.concat([
      writeInitSegment({ entry, timescale: 90_000 }),
      writeFragment({ sequence: 1, baseDecodeTime: 90_000n, samples }),
    ]);
    expect(read(written).entry).toEqual(entry);
    const probed = await probe(written);
    expect(probed.streams[0]).toMatchObject({ codec_name: 'vp8', width: 322, height: 182 });
    expect(probed.packets).toHaveLength(30);
    expect(codecString(entry)).toBe('vp08.00.00.08');
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  FragmentReader,
  type ReadSample,
  type SampleEntry,
  writeFragment,
  writeInitSegment,
} from '@tallylight/protocol/isobmff';

/** One track with all its samples. */
export type Recording = {
  readonly entry: SampleEntry;
  readonly timescale: number;
  readonly samples: readonly ReadSample[];
};

const run = promisify(execFile);

const fragmented = '+frag_every_frame+empty_moov+default_base_moof';

/** @param source a source of lavfi's, with `-t` and the encoder's options after it */
async function record(source: string, ...options: string[]): Promise<Recording> {
  const args = ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', source, ...options];
  return readRecording(
    await output([...args, '-use_editlist', '0', '-movflags', fragmented, '-f', 'mp4', 'pipe:1']),
  );
}

/** H.264 as WebRTC has it: no reordering, key frames every `keyFrameS` seconds, 90 kHz. */
export function recordH264(
  size: string,
  frameRate: number,
  seconds: number,
  keyFrameS: number,
): Promise<Recording> {
  return record(
    ...[`testsrc2=size=${size}:rate=${frameRate}`, '-t', `${seconds}`, '-pix_fmt', 'yuv420p'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-sc_threshold', '0'],
    ...['-g', `${keyFrameS * frameRate}`, '-video_track_timescale', '90000'],
  );
}

/** VP8 as WebRTC has it, 30 frames a second, a key frame each second, 90 kHz. */
export async function recordVp8(size: string, seconds: number): Promise<Recording> {
  // FFmpeg writes no VP8 into MP4. IVF: a header of 32 bytes, then each frame behind one of 12.
  const file = await output([
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30`, '-t', `${seconds}`],
    ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-lag-in-frames', '0'],
    ...['-auto-alt-ref', '0', '-g', '30', '-f', 'ivf', 'pipe:1'],
  ]);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const samples: ReadSample[] = [];
  for (let at = 32; at < file.length; at += 12 + view.getUint32(at, true)) {
    const data = file.subarray(at + 12, at + 12 + view.getUint32(at, true));
    samples.push({
      ...{
        data,
        decodeTime: samples.length * 3000,
        durationTicks: 3000,
        compositionOffsetTicks: 0,
      },
      // RFC 6386, section 9.1: the first bit is 0 for a key frame.
      isSync: ((data[0] ?? 1) & 1) === 0,
    });
  }
  const [width = 0, height = 0] = size.split('x').map(Number);
  return { entry: { codec: 'vp08', width, height }, timescale: 90_000, samples };
}

/** A beep of 20 ms at the start of each second; Opus packets of 20 ms, as WebRTC has them. */
export async function recordBeeps(seconds: number): Promise<Recording> {
  const beeps = 'aevalsrc=if(lt(mod(t\\,1)\\,0.02)\\,0.8*sin(2*PI*1000*t)\\,0):s=48000:c=stereo';
  const recording = await record(beeps, '-t', `${seconds}`, '-c:a', 'libopus', '-b:a', '96k');
  const { entry, samples } = recording;
  if (entry.codec !== 'Opus') throw new Error('This should be Opus.');
  // Without the skip the beeps come 6.5 ms after the second, on both sides of what is tested.
  const times = samples.map((sample, index) => ({
    ...{ ...sample, decodeTime: index * 960, durationTicks: 960 },
  }));
  return { ...recording, entry: { ...entry, preSkip: 0 }, samples: times };
}

export function readRecording(bytes: Uint8Array): Recording {
  const inits: Pick<Recording, 'entry' | 'timescale'>[] = [];
  const samples: ReadSample[] = [];
  const reader = new FragmentReader({
    onInit: (init) => inits.push(init),
    onSample: (sample) => samples.push(sample),
  });
  reader.push(bytes);
  const [init] = inits;
  if (init === undefined || reader.damage !== null) throw new Error(`Damaged: ${reader.damage}`);
  return { ...init, samples };
}

/** As one file, its times counted from `start`: the first sample's unless told. */
export function writeRecording(
  { entry, timescale, samples }: Recording,
  start = samples[0]?.decodeTime ?? 0,
): Uint8Array {
  return Buffer.concat([
    writeInitSegment({ entry, timescale }),
    ...samples.map((sample, index) =>
      writeFragment({
        sequence: index + 1,
        baseDecodeTime: sample.decodeTime - start,
        samples: [sample],
      }),
    ),
  ]);
}

/** When beeps begin, in seconds on the recording's own timeline. */
export async function findBeeps(recording: Recording): Promise<number[]> {
  const args = ['-v', 'error', '-f', 'mov', '-i', 'pipe:0', '-ac', '1', '-ar', '48000'];
  const pcm = await output([...args, '-f', 's16le', 'pipe:1'], writeRecording(recording));
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length >> 1);
  const startS = (recording.samples[0]?.decodeTime ?? 0) / recording.timescale;
  const beeps: number[] = [];
  let quietSince = -48_000;
  samples.forEach((sample, index) => {
    if (Math.abs(sample) < 4000) return;
    if (index - quietSince > 12_000) beeps.push(startS + index / 48_000);
    quietSince = index;
  });
  return beeps;
}

async function output(args: readonly string[], input?: Uint8Array): Promise<Uint8Array> {
  const running = run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 2 ** 28 });
  running.child.stdin?.end(input);
  return Uint8Array.from((await running).stdout);
}

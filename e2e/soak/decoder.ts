import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { LumaPlane } from '@tallylight/synthetic';

/** What FFmpeg gave for some input. */
type Decoded = {
  readonly output: Buffer;
  /** The lines that it wrote of warnings and errors. */
  readonly complaints: readonly string[];
};

/** FFmpeg says so at each new initialization segment, and goes by the one that it had: these differ in nothing else. */
const harmless = /Found duplicated MOOV Atom|Last message repeated/;

/** Every line that FFmpeg's decoder complains with over all of `url`. */
export async function complaintsOver(url: string): Promise<readonly string[]> {
  // With times as they are: rounded to frames of one length, two of them may fall together.
  const times = ['-fps_mode', 'passthrough', '-enc_time_base:v', '1:90000'];
  const { complaints } = await ffmpeg(['-i', url, ...times, '-f', 'null', '-']);
  return complaints.filter((line) => !harmless.test(line));
}

/** Luma of the first picture of `media`, an initialization segment with a segment. */
export async function firstPicture(media: Uint8Array): Promise<LumaPlane> {
  // The picture comes as a PGM file, which says how large it is.
  const { output } = await ffmpeg(
    ['-i', 'pipe:0', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'pgm', '-pix_fmt', 'gray', '-'],
    media,
  );
  const header = /^P5\s(\d+)\s(\d+)\s\d+\s/.exec(output.toString('latin1', 0, 64));
  const [head = '', width, height] = header ?? [];
  return {
    samples: output.subarray(head.length),
    width: Number(width ?? 0),
    height: Number(height ?? 0),
  };
}

/** Sound of `media` at 48 kHz, one channel, -1 to 1. */
export async function samplesOf(media: Uint8Array): Promise<Float32Array> {
  const { output } = await ffmpeg(
    ['-i', 'pipe:0', '-ac', '1', '-ar', '48000', '-f', 'f32le', 'pipe:1'],
    media,
  );
  // A copy of its own begins at a multiple of four bytes.
  return new Float32Array(Uint8Array.from(output).buffer);
}

async function ffmpeg(args: readonly string[], input?: Uint8Array): Promise<Decoded> {
  const child = spawn('ffmpeg', ['-nostdin', '-hide_banner', '-v', 'warning', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  // It closes its input once it has what it was asked for.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  const complaints = complaint.split('\n').filter((line) => line !== '');
  if (code !== 0) complaints.push(`FFmpeg ended with ${code}`);
  return { output: Buffer.concat(output), complaints };
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type LumaPlane, readTimeCode } from '@tallylight/synthetic';

const run = promisify(execFile);

/** A media playlist as far as these tests read it. */
export type WatchedPlaylist = {
  readonly targetS: number;
  readonly segments: readonly {
    readonly uri: string;
    readonly durationS: number;
    readonly map: string;
    /** Counts discontinuities before it in this playlist. */
    readonly run: number;
    readonly isGap: boolean;
  }[];
};

/** Reads a media playlist's whole segments. */
export function readPlaylist(text: string): WatchedPlaylist {
  const segments: WatchedPlaylist['segments'][number][] = [];
  let [durationS, map, discontinuities, isGap] = [0, '', 0, false];
  for (const line of text.split('\n')) {
    if (line.startsWith('#EXTINF:')) durationS = Number.parseFloat(line.slice(8));
    else if (line.startsWith('#EXT-X-MAP:')) map = /URI="([^"]+)"/.exec(line)?.[1] ?? '';
    else if (line === '#EXT-X-DISCONTINUITY') discontinuities += 1;
    else if (line === '#EXT-X-GAP') isGap = true;
    else if (line !== '' && !line.startsWith('#')) {
      segments.push({ uri: line, durationS, map, run: discontinuities, isGap });
      isGap = false;
    }
  }
  const targetS = Number(/#EXT-X-TARGETDURATION:(\d+)/.exec(text)?.[1]);
  return { targetS, segments };
}

/** What a decoder makes of a file, and its complaints. */
async function decode(file: Uint8Array, args: readonly string[]) {
  const running = run('ffmpeg', ['-v', 'warning', '-i', 'pipe:0', ...args, 'pipe:1'], {
    encoding: 'buffer',
    maxBuffer: 2 ** 29,
  });
  running.child.stdin?.end(file);
  const { stdout, stderr } = await running;
  return { bytes: stdout, complaints: stderr.toString().trim() };
}

/** The numbers of the clip's frames, by the time code in the picture; undefined where there is none to read. */
export async function decodePictures(file: Uint8Array, size: { width: number; height: number }) {
  const { bytes, complaints } = await decode(file, [
    ...['-fps_mode', 'passthrough', '-enc_time_base', '-1', '-copyts'],
    ...['-pix_fmt', 'gray', '-f', 'rawvideo'],
  ]);
  const frameBytes = size.width * size.height;
  const codes: (number | undefined)[] = [];
  for (let at = 0; at + frameBytes <= bytes.length; at += frameBytes) {
    const samples = bytes.subarray(at, at + frameBytes);
    const plane: LumaPlane = { samples, ...size };
    codes.push(readTimeCode(plane));
  }
  return { codes, complaints };
}

/** When the clip's pips begin, in seconds from the first sample. */
export async function decodePips(file: Uint8Array) {
  const { bytes, complaints } = await decode(file, [
    ...['-af', 'bandpass=f=880:width_type=h:w=80', '-ac', '1', '-ar', '48000', '-f', 's16le'],
  ]);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  const pips: number[] = [];
  let loudestAt = -48_000;
  samples.forEach((sample, index) => {
    if (Math.abs(sample) < 5_000) return;
    if (index - loudestAt > 24_000) pips.push(index / 48_000);
    loudestAt = index;
  });
  return { pips, complaints };
}

import { readFileSync } from 'node:fs';
import { findFfmpeg } from '../ffmpeg-program.ts';
import { Transcoder } from '../transcoder.ts';
import { readRecording } from './recording.ts';

// A process for a test to kill: transcodes the recording named on its command line over and over, and prints
// FFmpeg's process id once something came out.
const { samples, ...input } = readRecording(readFileSync(process.argv[2] ?? ''));
const transcoder = Transcoder.start({
  program: await findFfmpeg(),
  job: { kind: 'audio', bitsPerS: 64_000 },
  input,
  onInit: () => undefined,
  onSample: () => process.stdout.write(`${transcoder.pid}\n`),
  onExit: () => undefined,
});
let index = 0;
setInterval(() => {
  const sample = samples[index % samples.length];
  if (sample !== undefined) transcoder.write({ ...sample, decodeTime: index * 960 });
  index++;
}, 20);

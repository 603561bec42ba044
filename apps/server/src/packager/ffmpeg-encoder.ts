import {
  codecString,
  isVideo,
  type SampleEntry,
  writeInitSegment,
} from '@tallylight/protocol/isobmff';
import type { Clock } from '../live/clock.ts';
import type { Encoder, EncoderEvents, EncoderJob } from './encoder.ts';
import type { AudioJob, LadderJob } from './ffmpeg/ffmpeg-arguments.ts';
import type { FfmpegProgram } from './ffmpeg/ffmpeg-program.ts';
import { Transcoder } from './ffmpeg/transcoder.ts';
import { timescales } from './plan.ts';
import type { Track } from './track.ts';

/** What goes into the audio encoder: Opus as WebRTC has it (RFC 7587, section 7). */
const opus: SampleEntry = { codec: 'Opus', channels: 2, preSkip: 0, sampleRate: 48_000 };

/** Of AAC, in bit/s. */
const audioBitsPerS = 128_000;

/** Starts FFmpeg for a job. */
export function startFfmpegEncoder(
  program: FfmpegProgram,
  clock: Clock,
  job: EncoderJob,
  events: EncoderEvents,
): Encoder {
  const ids = job.kind === 'audio' ? ['audio'] : job.rungs.map(({ id }) => id);
  const frameRate = job.kind === 'audio' ? null : Math.round(job.frameRate);
  const entry = job.kind === 'audio' ? opus : job.format;
  let transcoder: Transcoder | null = null;
  let isEnded = false;
  const start = (ticks: number): Transcoder =>
    Transcoder.start({
      program,
      clock,
      job: transcoderJob(job, ticks),
      input: { entry, timescale: timescales[job.kind === 'audio' ? 'audio' : 'video'] },
      onInit: (output, init) => {
        const track = describeTrack(ids[output] ?? '', init, frameRate);
        events.onTrack(track);
      },
      onSample: (output, { decodeTime, isSync, data }) =>
        events.onSample(ids[output] ?? '', { ticks: decodeTime, isKey: isSync, data }),
      onExit: (error) => {
        if (error !== null) events.onFailed(error.message);
      },
    });
  return {
    write: ({ ticks, durationTicks, isKey, data }) => {
      if (isEnded) return;
      // What it is asked for depends on where its input begins.
      transcoder ??= start(ticks);
      transcoder.write({ decodeTime: ticks, durationTicks, isSync: isKey, data });
    },
    end: () => {
      isEnded = true;
      // Whoever ends it waits for its output, not for its exit.
      void transcoder?.end();
    },
    get lagMs() {
      return transcoder?.lagMs ?? 0;
    },
  };
}

function transcoderJob(job: EncoderJob, startTicks: number): AudioJob | LadderJob {
  if (job.kind === 'audio') return { kind: 'audio', bitsPerS: audioBitsPerS };
  const { frameRate, rungs, keyFrameEveryS } = job;
  return {
    kind: 'ladder',
    frameRate,
    rungs: rungs.map(({ width, height, bitsPerS }) => ({ width, height, bitsPerS, frameRate })),
    startS: startTicks / timescales.video,
    keyFrames: keyFrameEveryS === null ? 'source' : { everyS: keyFrameEveryS },
  };
}

function describeTrack(
  id: string,
  { entry, timescale }: { readonly entry: SampleEntry; readonly timescale: number },
  frameRate: number | null,
): Track {
  const size = isVideo(entry) ? entry : { width: null, height: null };
  return {
    id,
    kind: isVideo(entry) ? 'video' : 'audio',
    codecs: codecString(entry),
    timescale,
    init: writeInitSegment({ entry, timescale }),
    width: size.width,
    height: size.height,
    frameRate,
    made: 'transcoded',
  };
}

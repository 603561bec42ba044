import {
  codecString,
  isVideo,
  type SampleEntry,
  writeInitSegment,
} from '@tallylight/protocol/isobmff';
import { concatBytes } from '@tallylight/protocol/rtp';
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
  /** Of each output, to stand before its key frames as they do in a publisher's. */
  const sets: (readonly Uint8Array[])[] = [];
  let transcoder: Transcoder | null = null;
  let isEnded = false;
  const start = (ticks: number): Transcoder =>
    Transcoder.start({
      program,
      clock,
      job: transcoderJob(job, ticks),
      input: { entry, timescale: timescales[job.kind === 'audio' ? 'audio' : 'video'] },
      onInit: (output, init) => {
        if (init.entry.codec === 'avc1') sets[output] = parameterSets(init.entry.avcC);
        events.onTrack(describeTrack(ids[output] ?? '', init, frameRate));
      },
      onSample: (output, { decodeTime, isSync, data }) =>
        events.onSample(ids[output] ?? '', {
          ticks: decodeTime,
          isKey: isSync,
          data: isSync ? concatBytes([...(sets[output] ?? []), data]) : data,
        }),
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

/** The parameter sets of an AVCDecoderConfigurationRecord, each behind its length (ISO/IEC 14496-15, section 5.3.3.1). */
function parameterSets(avcC: Uint8Array): Uint8Array[] {
  const view = new DataView(avcC.buffer, avcC.byteOffset, avcC.byteLength);
  const sets: Uint8Array[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = (avcC[at] ?? 0) & mask;
    at += 1;
    for (let index = 0; index < count && at + 2 <= avcC.length; index += 1) {
      const size = view.getUint16(at);
      const set = new Uint8Array(4 + size);
      set.set([0, 0, size >> 8, size & 0xff]);
      set.set(avcC.subarray(at + 2, at + 2 + size), 4);
      sets.push(set);
      at += 2 + size;
    }
  }
  return sets;
}

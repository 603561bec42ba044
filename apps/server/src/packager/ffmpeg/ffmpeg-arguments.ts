import type { OpusDecoder } from './ffmpeg-capabilities.ts';

/** A rung of the ladder for FFmpeg to make. */
export type Rung = {
  /** In pixels; even numbers. */
  readonly width: number;
  readonly height: number;
  /** Frames a second at most; a source with about as many keeps them all. */
  readonly frameRate: number;
  readonly bitsPerS: number;
};

/** Where key frames go: wherever the source has one, or the first frame of every so many seconds of the timeline. */
type KeyFramePlan = 'source' | { readonly everyS: number };

export type LadderJob = {
  readonly kind: 'ladder';
  /** Of the source, as measured. */
  readonly frameRate: number;
  readonly rungs: readonly Rung[];
  readonly keyFrames: KeyFramePlan;
  /** Time of the first frame, which has to be a key frame, in seconds. */
  readonly startS: number;
  /**
   * Of x264: `superfast` unless told. It takes a quarter less than `veryfast` and loses 0.1 to 0.3 dB against it
   * at the rates of a ladder; `ultrafast` takes another quarter less, but loses 2.5 dB on what a camera sees.
   */
  readonly preset?: X264Preset;
};

type X264Preset = 'ultrafast' | 'superfast' | 'veryfast' | 'faster';

export type AudioJob = { readonly kind: 'audio'; readonly bitsPerS: number };

/** File descriptors from here on are the outputs, one each, as fragmented MP4. */
export const firstOutputFd = 3;

/**
 * Added to every time on the way in and taken off on the way out, in seconds: the priming of AAC comes before the
 * first sample, and neither FFmpeg nor `tfdt` takes negative times. A multiple of every usual segment's duration.
 */
export const headStartS = 60;

/** In Hz: of all that is made here. */
const videoTimescale = 90_000;
const audioRate = 48_000;

const quiet = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning'];

/** Fragmented MP4 on standard input, each frame to be had as soon as it came; times stay what they are. */
const input = [
  ...['-flags', 'low_delay', '-probesize', '32', '-analyzeduration', '0'],
  ...['-copyts', '-f', 'mov', '-i', 'pipe:0'],
];

/** One fragment a frame, with its true decode time from the first on, and no index growing at the end. */
const fragments = [
  ...['-f', 'mp4', '-use_editlist', '0', '-avoid_negative_ts', 'disabled', '-flush_packets', '1'],
  '-movflags',
  '+empty_moov+default_base_moof+frag_every_frame+frag_discont+skip_trailer',
];

/**
 * Opus to AAC-LC, 48 kHz, stereo, to the first output. Gaps become silence, and a sender's clock that runs a little
 * fast or slow is followed, so that sound stays where its time says.
 */
export function audioArguments(job: AudioJob, decoder: OpusDecoder): string[] {
  return [
    ...quiet,
    ...['-threads', '1', '-c:a', decoder],
    ...input,
    ...['-map', '0:a:0', '-af', `aresample=${resampling}`, '-ar', `${audioRate}`, '-ac', '2'],
    ...['-c:a', 'aac', '-b:a', `${job.bitsPerS}`],
    ...[...fragments, `pipe:${firstOutputFd}`],
  ];
}

/**
 * Up to 5 ms off is jitter; then stretch by at most 1 % (480 samples a second); from 60 ms on, fill or cut. The
 * resampler runs from the start: when stretching sets it up later, it forgets where it was.
 */
const resampling = 'async=480:min_comp=0.005:min_hard_comp=0.06:flags=res';

/** H.264 or VP8 to H.264, decoded once; the n-th rung to the n-th output. */
export function ladderArguments(job: LadderJob): string[] {
  // Frame threads would each hold a frame back.
  const decode = ['-threads', '1', ...input];
  const graph = ['-filter_complex_threads', '1', '-filter_complex', ladderGraph(job)];
  return [
    ...quiet,
    ...decode,
    ...graph,
    ...job.rungs.flatMap((rung, index) => [
      ...['-map', `[out${index}]`, ...x264(job, rung)],
      ...[...fragments, '-video_track_timescale', `${videoTimescale}`],
      `pipe:${firstOutputFd + index}`,
    ]),
  ];
}

/** From the largest down, each rung scaled from the one before: cheaper than each from the source. */
function ladderGraph(job: LadderJob): string {
  const ends = job.rungs.map((rung, index) => ({ rung, index }));
  ends.sort((a, b) => b.rung.width * b.rung.height - a.rung.width * a.rung.height);
  let from = '[0:v:0]';
  return ends
    .map(({ rung, index }, place) => {
      const scale = `${from}scale=${rung.width}:${rung.height}:flags=bilinear,setsar=1,format=yuv420p`;
      const thin = thinning(job, rung);
      const isLast = place === ends.length - 1;
      from = `[next${place}]`;
      if (isLast) return `${scale}${thin}[out${index}]`;
      if (thin === '') return `${scale},split=2[out${index}]${from}`;
      return `${scale},split=2[full${place}]${from};[full${place}]${thin.slice(1)}[out${index}]`;
    })
    .join(';');
}

/** Leaves frames out, but no key frame, where the source has far more than the rung is to have. */
function thinning(job: LadderJob, rung: Rung): string {
  if (job.frameRate < rung.frameRate * 1.3) return '';
  // A frame may come early by up to a quarter of its time.
  const isDue = `gte(t-prev_selected_t,${(0.75 / rung.frameRate).toFixed(4)})`;
  const { keyFrames } = job;
  const isKey =
    keyFrames === 'source'
      ? 'key'
      : isFirstOfPeriod(keyFrames.everyS, 'prev_selected_t', headStartS);
  return `,select='isnan(prev_selected_t)+${isDue}+${isKey}'`;
}

/**
 * An expression of FFmpeg's: whether a multiple of `everyS` lies between that time and `t`.
 *
 * @param zeroS where our timeline begins on FFmpeg's
 */
function isFirstOfPeriod(everyS: number, previous: string, zeroS: number): string {
  // A time may come out of its fraction a trifle too small.
  const period = (time: string) => `floor((${time}-(${zeroS}))/${everyS}+1e-6)`;
  return `gt(${period('t')},${period(previous)})`;
}

function x264(job: LadderJob, rung: Rung): string[] {
  const frameRate = Math.min(job.frameRate, rung.frameRate);
  const { keyFrames } = job;
  // Here FFmpeg counts time from the first frame.
  const forced =
    keyFrames === 'source'
      ? 'source'
      : `expr:isnan(prev_forced_t)+${isFirstOfPeriod(keyFrames.everyS, 'prev_forced_t', -job.startS)}`;
  return [
    ...['-c:v', 'libx264', '-preset', job.preset ?? 'superfast', '-tune', 'zerolatency'],
    ...['-threads', '1', '-profile:v', 'high', '-bf', '0'],
    ...['-b:v', `${rung.bitsPerS}`, '-maxrate', `${rung.bitsPerS}`, '-bufsize', `${rung.bitsPerS}`],
    // Key frames where they are asked for and nowhere else. The rate is for the level and the rate control alone.
    ...['-g', '100000', '-sc_threshold', '0', '-forced-idr', '1', '-force_key_frames', forced],
    ...['-x264-params', `fps=${Math.round(frameRate * 1000)}/1000`],
    ...['-fps_mode', 'passthrough', '-enc_time_base', `1:${videoTimescale}`],
  ];
}

/** One key frame in, one JPEG to the first output. */
export function posterArguments(maxWidth: number): string[] {
  return [
    ...[...quiet, '-threads', '1', '-f', 'mov', '-i', 'pipe:0', '-frames:v', '1'],
    ...['-vf', `scale='min(${maxWidth},iw)':-2:flags=area:out_range=full,format=yuvj420p`],
    ...['-c:v', 'mjpeg', '-q:v', '5', '-threads', '1', '-f', 'mjpeg', `pipe:${firstOutputFd}`],
  ];
}

/**
 * Tracks as they are into one MP4 whose index comes first. They keep their distance in time, and the earliest
 * begins at 0.
 *
 * @param inputs file descriptors from which to read each track, as fragmented MP4
 * @param path where to write; replaced where it exists
 */
export function remuxArguments(inputs: readonly number[], path: string): string[] {
  return [
    ...[...quiet, '-y', '-copyts'],
    ...inputs.flatMap((fd) => ['-f', 'mov', '-i', `pipe:${fd}`]),
    ...inputs.flatMap((_, index) => ['-map', `${index}:0`]),
    ...['-c', 'copy', '-avoid_negative_ts', 'make_zero', '-movflags', '+faststart'],
    ...['-f', 'mp4', `file:${path}`],
  ];
}

/** A part of FFmpeg that a build may lack. */
export type Missing = {
  readonly kind: 'decoder' | 'demuxer' | 'encoder' | 'filter' | 'muxer';
  readonly name: string;
};

/** What `ffmpeg -version`, `-decoders`, `-demuxers` … print. */
export type Told = {
  readonly version: string;
  readonly decoders: string;
  readonly demuxers: string;
  readonly encoders: string;
  readonly filters: string;
  readonly muxers: string;
};

/** The one that Debian 12 has. */
const oldestVersion = [5, 1] as const;
/** libavcodec of FFmpeg 5.1: builds from the repository have no other number. */
const oldestLibrary = [59, 37] as const;

const needed = {
  encoders: ['libx264', 'aac', 'mjpeg'],
  decoders: ['h264', 'vp8'],
  demuxers: ['mov'],
  muxers: ['mp4', 'mjpeg'],
  filters: ['aresample', 'format', 'scale', 'select', 'setsar', 'split'],
} as const;

const kinds = {
  encoders: 'encoder',
  decoders: 'decoder',
  demuxers: 'demuxer',
  muxers: 'muxer',
  filters: 'filter',
} as const;

/** Whether the text of `-version` is of FFmpeg 5.1 or newer. */
export function isNewEnough(version: string): boolean {
  const released = /^ffmpeg version n?(\d+)\.(\d+)/.exec(version);
  if (released !== null) return isAtLeast(released, oldestVersion);
  const library = /^libavcodec +(\d+)\. *(\d+)/m.exec(version);
  return library !== null && isAtLeast(library, oldestLibrary);
}

/** What the packager needs and this build has not; `opusDecoder` is the one to use. */
export function judgeCapabilities(told: Told): {
  readonly missing: readonly Missing[];
  readonly opusDecoder: OpusDecoder;
} {
  const missing: Missing[] = [];
  for (const list of ['encoders', 'decoders', 'demuxers', 'muxers', 'filters'] as const) {
    for (const name of needed[list]) {
      if (!lists(told[list], name)) missing.push({ kind: kinds[list], name });
    }
  }
  // The reference decoder conceals losses better; FFmpeg's own does where it is missing.
  const opusDecoder = lists(told.decoders, 'libopus') ? 'libopus' : 'opus';
  if (!lists(told.decoders, opusDecoder)) missing.push({ kind: 'decoder', name: opusDecoder });
  return { missing, opusDecoder };
}

export type OpusDecoder = 'libopus' | 'opus';

/** A line has flags, names with commas between them, and words. */
function lists(text: string, name: string): boolean {
  return text.split('\n').some((line) => line.trim().split(/\s+/)[1]?.split(',').includes(name));
}

function isAtLeast(told: RegExpExecArray, oldest: readonly [number, number]): boolean {
  const [major, minor] = [Number(told[1]), Number(told[2])];
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

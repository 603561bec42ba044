import type { CounterRates } from './counter-rates.ts';
import { type MediaPath, readMediaPath } from './media-path.ts';
import { findSelectedPair, readNumber, readText, type StatsEntry, toMs } from './stats-entry.ts';

/** How watching goes. Rates are means since the last reading; null means not known (yet). */
export type ViewStats = {
  /** When it was read, in ms of the environment's clock. */
  readonly atMs: number;
  readonly roundTripMs: number | null;
  /** Audio and video together. */
  readonly bitsPerS: number | null;
  /** Part of the packets that got lost for good since the last reading, 0 to 1. */
  readonly packetLossRatio: number | null;
  /** How long a frame waited between arriving and being decoded. */
  readonly jitterBufferMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerS: number | null;
  /** Whole frames since the session began, like the next four. */
  readonly framesReceived: number | null;
  readonly framesDecoded: number | null;
  readonly keyFramesDecoded: number | null;
  readonly framesDropped: number | null;
  readonly freezes: number | null;
  /** Times that lost packets were asked for again since the session began, and that a key frame was. */
  readonly nackCount: number | null;
  readonly pliCount: number | null;
  /** The decoder's name, such as FFmpeg. */
  readonly decoder: string | null;
  /** Such as video/H264. */
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  /** Packets of both kinds since the session began. */
  readonly packetsReceived: number;
  /** What media comes over. */
  readonly path: MediaPath | null;
};

/** Reads a report of a receiving connection; `rates` carries what it needs from one reading to the next. */
export function readViewStats(
  entries: readonly StatsEntry[],
  atMs: number,
  rates: CounterRates,
): ViewStats {
  const received = entries.filter(({ type }) => type === 'inbound-rtp');
  const video = received.find(({ kind }) => kind === 'video');
  const audio = received.find(({ kind }) => kind === 'audio');
  const total = (member: string): number =>
    received.reduce((sum, entry) => sum + (readNumber(entry, member) ?? 0), 0);
  // The entries of one report need not be of one moment; the latest stands for them.
  const readAtMs = Math.max(0, ...received.map(({ timestamp }) => timestamp));
  const packetsReceived = total('packetsReceived');
  const bytesPerS = rates.perS('bytesReceived', total('bytesReceived'), readAtMs);
  const lost = rates.growth('packetsLost', total('packetsLost'), readAtMs);
  const arrived = rates.growth('packetsReceived', packetsReceived, readAtMs);
  const delayS = rates.growth(
    'jitterBufferDelay',
    readNumber(video, 'jitterBufferDelay'),
    readAtMs,
  );
  const emitted = rates.growth(
    'jitterBufferEmittedCount',
    readNumber(video, 'jitterBufferEmittedCount'),
    readAtMs,
  );

  return {
    atMs,
    roundTripMs: toMs(readNumber(findSelectedPair(entries), 'currentRoundTripTime')),
    bitsPerS: bytesPerS === null ? null : bytesPerS * 8,
    packetLossRatio: ratio(lost, sum(lost, arrived)),
    jitterBufferMs: toMs(ratio(delayS, emitted)),
    width: readNumber(video, 'frameWidth'),
    height: readNumber(video, 'frameHeight'),
    framesPerS: readNumber(video, 'framesPerSecond'),
    framesReceived: readNumber(video, 'framesReceived'),
    framesDecoded: readNumber(video, 'framesDecoded'),
    keyFramesDecoded: readNumber(video, 'keyFramesDecoded'),
    framesDropped: readNumber(video, 'framesDropped'),
    freezes: readNumber(video, 'freezeCount'),
    nackCount: readNumber(video, 'nackCount'),
    pliCount: readNumber(video, 'pliCount'),
    decoder: readText(video, 'decoderImplementation'),
    videoCodec: codecOf(video, entries),
    audioCodec: codecOf(audio, entries),
    packetsReceived,
    path: readMediaPath(entries),
  };
}

function codecOf(stream: StatsEntry | undefined, entries: readonly StatsEntry[]): string | null {
  const codecId = readText(stream, 'codecId');
  return readText(
    entries.find(({ type, id }) => type === 'codec' && id === codecId),
    'mimeType',
  );
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : part / whole;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

import { createReadStream } from 'node:fs';
import type { ListedSegment } from './listing.ts';
import type { Recording } from './recording.ts';

/** One track of a piece: what makes a whole fMP4 file when put one after the other. */
export type PieceTrack = {
  readonly track: string;
  /** Ticks a second. */
  readonly timescale: number;
  /** Path of the initialization segment. */
  readonly init: string;
  /** Oldest first; numbers that are not there are gaps. Times are in ticks. */
  readonly segments: readonly {
    readonly msn: number;
    readonly startTicks: number;
    readonly durationTicks: number;
    readonly path: string;
  }[];
};

/** What of a recording can be joined without a look inside: one period, with one initialization segment a track. */
export type RecordingPiece = {
  readonly period: number;
  readonly video: PieceTrack | null;
  readonly audio: PieceTrack | null;
};

/**
 * All that a player of one rendition and its sound would get, as files in order. Periods may differ in their
 * initialization segments, and time may lie between them; a period that has neither picture nor sound is left out.
 *
 * @param rendition of a picture, or of sound for a recording of sound alone
 */
export function recordingPieces(
  recording: Recording,
  rendition: string,
): readonly RecordingPiece[] {
  const { renditions } = recording;
  const chosen = renditions.find(({ id }) => id === rendition);
  if (chosen === undefined) return [];
  const sound = renditions.find(({ kind }) => kind === 'audio');
  const video = chosen.kind === 'video' ? byPeriod(recording, chosen.id) : new Map();
  const audio = sound === undefined ? new Map() : byPeriod(recording, sound.id);
  return [...new Set([...video.keys(), ...audio.keys()])]
    .sort((a, b) => a - b)
    .map((period) => ({
      period,
      video: video.get(period) ?? null,
      audio: audio.get(period) ?? null,
    }));
}

/** The bytes of a piece's track: a file that FFmpeg reads from its standard input as from a disk. */
export async function* pieceBytes({ init, segments }: PieceTrack): AsyncGenerator<Uint8Array> {
  for (const path of [init, ...segments.map((segment) => segment.path)]) {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  }
}

function byPeriod(recording: Recording, rendition: string): Map<number, PieceTrack> {
  const pieces = new Map<number, PieceTrack>();
  const timescale = recording.renditions.find(({ id }) => id === rendition)?.timescale ?? 1;
  const media = (recording.segments(rendition) ?? []).filter(({ isGap }) => !isGap);
  for (const [period, segments] of Map.groupBy(media, (segment) => segment.period)) {
    const [first] = segments;
    const init = first === undefined ? null : recording.initPath(first.track, period);
    if (first === undefined || init === null) continue;
    const withPath = segments.flatMap((segment: ListedSegment) => {
      const { track, msn, startTicks, durationTicks } = segment;
      const path = recording.segmentPath(track, msn);
      return path === null ? [] : [{ msn, startTicks, durationTicks, path }];
    });
    pieces.set(period, { track: first.track, timescale, init, segments: withPath });
  }
  return pieces;
}

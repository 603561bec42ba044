import { readPathProtocol } from './media-path.ts';
import type { PathProtocol } from './restart-descriptions.ts';
import { readNumber, type StatsEntry } from './stats-entry.ts';

/** How far a watching session has come. Counts are since it began; another publisher's begin anew. */
export type WhepProgress = {
  /** Frames decoded; null when the server sends no video. */
  readonly frames: number | null;
  /** Those of them that need no other; null when the server sends no video, or the browser doesn't tell. */
  readonly keyFrames: number | null;
  /** Packets of both kinds. */
  readonly packets: number;
  readonly audioPackets: number;
  readonly videoPackets: number;
  /** What media comes over; null while not known. */
  readonly pathProtocol: PathProtocol | null;
};

/** Reads a report of a receiving connection. */
export function readWhepProgress(
  entries: readonly StatsEntry[],
  { hasVideo }: { readonly hasVideo: boolean },
): WhepProgress {
  const inbound = entries.filter(({ type }) => type === 'inbound-rtp');
  const video = inbound.find(({ kind }) => kind === 'video');
  const audio = inbound.find(({ kind }) => kind === 'audio');
  const audioPackets = readNumber(audio, 'packetsReceived') ?? 0;
  const videoPackets = readNumber(video, 'packetsReceived') ?? 0;
  return {
    frames: hasVideo ? (readNumber(video, 'framesDecoded') ?? 0) : null,
    keyFrames: hasVideo ? readNumber(video, 'keyFramesDecoded') : null,
    packets: audioPackets + videoPackets,
    audioPackets,
    videoPackets,
    pathProtocol: readPathProtocol(entries),
  };
}

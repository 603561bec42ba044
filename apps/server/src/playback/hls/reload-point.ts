import type { DeliveryDirectives } from '@tallylight/protocol/hls';
import type { MediaEdge } from '../media-edge.ts';

export type ReloadVerdict = 'ready' | 'wait' | 'too far ahead';

/** How far behind the last segment a number may lie, in segments. */
const segmentsAhead = 2;

/** How far behind the last part, in seconds of parts, but never fewer than three parts (section 6.2.5.2). */
const partsAheadS = 3;

/**
 * Whether a playlist that ends at `edge` has what the directives ask for (draft-pantos-hls-rfc8216bis-22, section
 * 6.2.5.2).
 */
export function judgeReload(
  { msn, part }: DeliveryDirectives,
  edge: MediaEdge | null,
  partTargetS: number,
): ReloadVerdict {
  if (msn === null) return 'ready';
  const lastMsn = edge?.msn ?? -1;
  const lastComplete = edge === null || edge.isComplete ? lastMsn : lastMsn - 1;
  if (msn > lastComplete + segmentsAhead) return 'too far ahead';
  if (part === null) return msn <= lastComplete ? 'ready' : 'wait';
  // Beyond a segment's last part lies the first one of the next.
  if (msn < lastMsn) return 'ready';
  const parts = msn === lastMsn ? (edge?.parts ?? 0) : 0;
  if (part < parts) return 'ready';
  const ahead = partTargetS < 1 ? Math.ceil(partsAheadS / partTargetS) : partsAheadS;
  return part - (parts - 1) > ahead ? 'too far ahead' : 'wait';
}

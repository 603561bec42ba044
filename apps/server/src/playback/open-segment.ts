import { Readable } from 'node:stream';
import type { BroadcastOrigin } from './broadcast-origin.ts';
import { segmentAt } from './media-edge.ts';

/**
 * A segment that is still being made, part by part as they come: what DASH players ask for at the live edge. It
 * ends with the segment; where that never comes to its end, the answer breaks off, so that no cache keeps it.
 *
 * @param signal aborts when the client is gone
 */
export function openSegmentStream(
  origin: BroadcastOrigin,
  track: string,
  msn: number,
  signal: AbortSignal,
): Readable {
  return Readable.from(partsOf(origin, track, msn, signal), { objectMode: false });
}

async function* partsOf(
  origin: BroadcastOrigin,
  track: string,
  msn: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  const now = () => segmentAt(origin.segments(track), msn);
  for (;;) {
    const segment = now();
    if (segment === undefined || segment.isGap) throw new Error(`segment ${msn} never ended`);
    while (sent < segment.parts.length) {
      const bytes = origin.listing.part(track, msn, sent);
      if (bytes === null) throw new Error(`part ${sent} of segment ${msn} is gone`);
      sent += 1;
      yield bytes;
    }
    if (segment.isComplete) return;
    const outcome = await origin.watch.wait({
      isDue: () => now() !== segment,
      timeoutMs: origin.patienceMs,
      signal,
    });
    if (outcome !== 'due') throw new Error(`segment ${msn} stopped growing`);
  }
}

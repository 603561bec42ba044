import { FakeClock } from '../../../live/fake-clock.ts';
import { createLog } from '../../../log.ts';
import type { Part, Track } from '../../track.ts';
import { SegmentStore, type SegmentStoreOptions } from '../segment-store.ts';

/** A track as the packager would make it: `720p` is 720 lines high, `audio` has none. */
export function trackNamed(id: string): Track {
  const height = Number.parseInt(id, 10);
  const isVideo = Number.isInteger(height);
  return {
    id,
    kind: isVideo ? 'video' : 'audio',
    codecs: isVideo ? 'avc1.42c01f' : 'mp4a.40.2',
    timescale: isVideo ? 90_000 : 48_000,
    init: new TextEncoder().encode(`init of ${id}`),
    width: isVideo ? Math.round((height * 16) / 9) : null,
    height: isVideo ? height : null,
    frameRate: isVideo ? 30 : null,
    made: 'copied',
  };
}

/** A part of `track` from `startS` on, whose bytes tell it from every other. */
export function partAt(
  track: string,
  startS: number,
  { durationS = 1 / 3, size = 100, isIndependent = true } = {},
): Part {
  const { timescale } = trackNamed(track);
  const bytes = new Uint8Array(size).fill(startS * 7 + track.length);
  bytes.set(new TextEncoder().encode(`${track} ${startS}`).subarray(0, size));
  const startTicks = Math.round(startS * timescale);
  const durationTicks = Math.round((startS + durationS) * timescale) - startTicks;
  return { bytes, startTicks, durationTicks, listedTicks: durationTicks, isIndependent };
}

/** A store under test, and what it is asked to tell. */
export function openStore(options: Partial<SegmentStoreOptions> = {}) {
  const clock = new FakeClock();
  const troubles: string[] = [];
  const store = new SegmentStore({
    broadcast: 'b1',
    channel: 'live',
    epochMs: 1_700_000_000_000,
    partTargetS: 1 / 3,
    folder: null,
    reserveBytes: 0,
    clock,
    log: createLog('silent'),
    onTrouble: ({ code }) => troubles.push(code),
    onRecovered: () => troubles.push('recovered'),
    ...options,
  });
  /** Pushes whole segments of two seconds to each of the tracks, and cuts them. */
  const run = (tracks: readonly string[], fromS: number, segments: number, size = 100) => {
    for (let index = 0; index < segments; index += 1) {
      for (const track of tracks) {
        for (let part = 0; part < 6; part += 1) {
          store.push(track, partAt(track, fromS + index * 2 + part / 3, { size }));
        }
        store.cut(track);
      }
    }
  };
  return { store, clock, troubles, run };
}

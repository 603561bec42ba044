import type { Player, PlayerStatistics } from '@tallylight/player';
import { useEffect, useState } from 'react';
import { type LatencyPoint, withPoint } from './latency-history.ts';

const everyMs = 1_000;

export type WatchStatistics = {
  /** As last read; null while nothing plays. */
  readonly latest: PlayerStatistics | null;
  readonly points: readonly LatencyPoint[];
};

/** Asks the player once a second how it goes, for as long as somebody looks. */
export function useStatistics(player: Player): WatchStatistics {
  const [statistics, setStatistics] = useState<WatchStatistics>({ latest: null, points: [] });

  useEffect(() => {
    let isLooked = true;
    let timer = 0;
    const read = async (): Promise<void> => {
      const latest = await player.statistics().catch(() => null);
      if (!isLooked) return;
      const point = {
        atMs: latest?.atMs ?? performance.timeOrigin + performance.now(),
        latencyMs: latest?.latencyMs ?? null,
      };
      setStatistics(({ points }) => ({ latest, points: withPoint(points, point) }));
      timer = window.setTimeout(() => void read(), everyMs);
    };
    void read();
    return () => {
      isLooked = false;
      clearTimeout(timer);
    };
  }, [player]);
  return statistics;
}

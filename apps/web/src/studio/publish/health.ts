import type { LayerStats, Limitation, PublishStats } from '@tallylight/webrtc';
import type { Limit } from './steady-limit.ts';

/** How publishing goes, in the few numbers a creator reads. Null means not known (yet). */
export type Health = {
  readonly bitsPerS: number | null;
  /** Of the highest layer that is sent. */
  readonly framesPerS: number | null;
  readonly height: number | null;
  readonly layersSent: number;
  readonly layersCount: number;
  /** Layers that are switched off because nobody takes them. */
  readonly layersResting: number;
  readonly limitedBy: Limit | null;
};

export function healthOf(stats: PublishStats): Health {
  const sent = stats.layers.filter(isSent);
  const highest = sent.at(-1);
  return {
    bitsPerS: stats.bitsPerS,
    framesPerS: highest?.framesPerS ?? null,
    height: highest?.height ?? null,
    layersSent: sent.length,
    layersCount: stats.layers.length,
    layersResting: stats.layers.filter(({ resting }) => resting).length,
    limitedBy:
      stats.layers.length > 0 && sent.length === 0 ? 'no-picture' : limitOf(stats.limitedBy),
  };
}

function limitOf(limitation: Limitation | null): Limit | null {
  return limitation === 'none' ? null : limitation;
}

/** A layer that is switched on and yet sends nothing is one that the network or the processor cost us. */
function isSent(layer: LayerStats): boolean {
  return layer.active && layer.bitsPerS !== 0 && layer.framesPerS !== 0;
}

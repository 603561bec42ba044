import type { WatchedLayer } from '@tallylight/webrtc';

/** The best layer that is no taller; the lowest where all are. Null while nothing is known of them. */
export function fittingLayer(layers: readonly WatchedLayer[], maxHeight: number): string | null {
  const fitting = layers.filter(({ height }) => height !== null && height <= maxHeight);
  return (fitting.at(-1) ?? layers[0])?.id ?? null;
}

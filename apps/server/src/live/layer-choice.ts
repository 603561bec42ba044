import type { LayerView } from '@tallylight/contract';
import { LiveError } from './live-error.ts';

/** The best layer that a viewer wants; what is left out limits nothing. */
export type LayerChoice = {
  /** The layer's name. */
  readonly id?: string | undefined;
  /** From 0, the lowest. */
  readonly maxIndex?: number | undefined;
  /** In pixels. */
  readonly maxWidth?: number | undefined;
  readonly maxHeight?: number | undefined;
};

/**
 * The layer that a choice comes to, as an index from the lowest; null: no limit. Where even the lowest is too
 * large it is that one: a viewer without a picture is served worse.
 *
 * @param layers lowest first
 * @throws {LiveError} layer-unknown
 */
export function topLayer(layers: readonly LayerView[], choice: LayerChoice): number | null {
  const { id, maxIndex, maxWidth, maxHeight } = choice;
  if ([id, maxIndex, maxWidth, maxHeight].every((limit) => limit === undefined)) return null;
  const ids = layers.map((layer) => layer.id);
  if (id !== undefined && !ids.includes(id)) throw LiveError.layerUnknown(id, ids);
  const named = id === undefined ? layers.length - 1 : ids.indexOf(id);
  // A size that isn't known yet is no reason to leave a layer out.
  const fitting = layers.findLastIndex(
    ({ width, height }, index) =>
      index <= Math.min(named, maxIndex ?? named) &&
      (width ?? 0) <= (maxWidth ?? Infinity) &&
      (height ?? 0) <= (maxHeight ?? Infinity),
  );
  return Math.max(0, fitting);
}

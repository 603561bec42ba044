/** What is known of one simulcast layer, in the order of the offer. */
export type MeasuredLayer = {
  /** Pixels of the picture; null while no key frame was seen. */
  readonly pixels: number | null;
};

/**
 * The places of the offer's layers from the lowest to the highest, by measured size. RFC 8853 (section 5.2)
 * lists layers by preference, which says nothing of size: browsers put the lowest first, OBS the highest. A
 * layer that was not seen yet stands where the direction of the seen ones puts it.
 */
export function orderLayers(layers: readonly MeasuredLayer[]): number[] {
  const places = layers.map((_, index) => index);
  const seen = places.filter((index) => layers[index]?.pixels !== null);
  const pixels = (index: number): number => layers[index]?.pixels ?? 0;
  if (seen.length === layers.length) return places.sort((a, b) => pixels(a) - pixels(b) || a - b);
  const isFalling = pixels(seen[0] ?? 0) > pixels(seen.at(-1) ?? 0);
  return isFalling ? places.reverse() : places;
}

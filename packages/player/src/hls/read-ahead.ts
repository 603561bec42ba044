import type { LevelDetails } from 'hls.js';

/**
 * What a picture needs that begins at a place: the parts that are listed of its segment, whose start is the last key
 * frame before it, and all that follow.
 *
 * @param fromS in seconds of the element's timeline
 * @returns the URLs, in the order in which they are needed; none where whole segments are to be asked for
 */
export function partsFrom(
  {
    fragments,
    fragmentHint,
    partList,
  }: Pick<LevelDetails, 'fragments' | 'fragmentHint' | 'partList'>,
  fromS: number,
): readonly string[] {
  const segments = fragmentHint === undefined ? fragments : [...fragments, fragmentHint];
  const first = segments.findLast(({ start }) => start <= fromS);
  if (first === undefined || partList === null) return [];
  // Of older segments no parts are listed any more.
  if (!partList.some(({ fragment }) => fragment.sn === first.sn)) return [];
  const parts = partList.filter(({ fragment }) => fragment.sn >= first.sn).map(({ url }) => url);
  const init = first.initSegment?.url ?? null;
  return init === null ? parts : [init, ...parts];
}

import type { FlowingLayer } from '../plan.ts';

const avcC = Uint8Array.of(1, 66, 192, 31);

/** A layer of H.264 as it flows, of pictures of 16 to 9. */
export function flowing(
  layer: number,
  height: number,
  part: Partial<FlowingLayer> = {},
): FlowingLayer {
  const width = Math.round((height * 16) / 9);
  return {
    ...{ layer, origin: `layer ${layer}`, givesKeyFrames: true },
    format: { codec: 'avc1', width, height, avcC },
    ...part,
  };
}

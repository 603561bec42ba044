import { SyntheticError } from '../errors.ts';
import type { Clip, ClipFrame } from './clip.ts';

/** nal_unit_type 12, which decoders throw away (H.264 section 7.3.2.7); it fits into one packet. */
const filler = Buffer.concat([Buffer.of(12), Buffer.alloc(1000, 0xff), Buffer.of(0x80)]);

/**
 * The clip with each layer filled up to `bitrate` bits a second by filler data. Layers that have
 * more stay as they are.
 *
 * @throws SyntheticError with reason `usage` for a clip that isn't H.264.
 */
export function fillUp(clip: Clip, bitrate: number): Clip {
  if (clip.recipe.codec === 'vp8') throw SyntheticError.usage('VP8 has no filler data');
  const frameBytes = bitrate / 8 / clip.recipe.frameRate;
  return {
    ...clip,
    layers: clip.layers.map((layer) => ({
      ...layer,
      frames: fillFrames(layer.frames, frameBytes),
    })),
  };
}

function fillFrames(frames: readonly ClipFrame[], frameBytes: number): ClipFrame[] {
  let owed = 0;
  return frames.map((frame) => {
    owed += frameBytes - frame.nals.reduce((sum, nal) => sum + nal.length, 0);
    const count = Math.max(0, Math.floor(owed / filler.length));
    owed -= count * filler.length;
    // Filler data comes after a picture's slices (section 7.4.1.2.3).
    return { ...frame, nals: [...frame.nals, ...Array.from({ length: count }, () => filler)] };
  });
}

import type { Rung } from './ffmpeg-arguments.ts';

/** With x264's `superfast`, on a core of 2024; measured with a moving, noisy picture at 30 frames/s. */
const coresPerFrame = 0.000_3;
const coresPerPixel = 1e-8;

/** What a transcoded rung is thought to take, in cores, without the decoding that all rungs share. */
export function rungCost(rung: Rung): number {
  return rung.frameRate * (coresPerFrame + rung.width * rung.height * coresPerPixel);
}

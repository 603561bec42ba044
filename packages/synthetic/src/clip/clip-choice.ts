import { SyntheticError } from '../errors.ts';
import { type ClipRecipe, standardRecipe, type VideoCodec } from './recipe.ts';

/** In what a clip differs from the standard one. */
export type ClipChoice = {
  /** Default `h264`. */
  readonly codec?: VideoCodec;
  /** Main profile with two B-frames between two others, as from OBS with x264's defaults. */
  readonly bFrames?: boolean;
  /** From one key frame to the next, in milliseconds: a multiple of 100. Default 1000. */
  readonly keyFrameIntervalMs?: number;
};

/** The loop's least length, in milliseconds; it is a multiple of the key frame interval. */
const leastDurationMs = standardRecipe.durationMs;

/** Whole frames and whole Opus packets at once, in milliseconds. */
const intervalStepMs = 100;

/**
 * The recipe of that clip; the standard one where nothing is chosen.
 *
 * @throws SyntheticError with reason `usage` for what can't be made.
 */
export function recipeFor(choice: ClipChoice): ClipRecipe {
  const { codec = 'h264', bFrames = false, keyFrameIntervalMs = 1000 } = choice;
  if (codec === 'vp8' && bFrames) throw SyntheticError.usage('VP8 has no B-frames');
  if (keyFrameIntervalMs < intervalStepMs || keyFrameIntervalMs % intervalStepMs !== 0) {
    throw SyntheticError.usage(
      `a key frame interval of ${keyFrameIntervalMs} ms is no multiple of ${intervalStepMs} ms`,
    );
  }
  const loops = Math.ceil(leastDurationMs / keyFrameIntervalMs);
  return {
    ...standardRecipe,
    keyFrameEvery: Math.round((keyFrameIntervalMs / 1000) * standardRecipe.frameRate),
    durationMs: loops * keyFrameIntervalMs,
    // Left out where it is the default, so that the standard clip keeps its name.
    ...(codec === 'h264' ? {} : { codec }),
    ...(bFrames ? { bFrames } : {}),
  };
}

import { describe, expect, it } from 'vitest';
import { recipeFor } from './clip-choice.ts';
import { audioPacketCount, frameCount, recipeHash, standardRecipe } from './recipe.ts';

describe('recipeFor', () => {
  it('is the standard clip where nothing else is chosen', () => {
    const choice = { codec: 'h264', bFrames: false, keyFrameIntervalMs: 1000 } as const;
    expect(recipeHash(recipeFor(choice))).toBe(recipeHash(standardRecipe));
  });

  it.each([
    [100, 3, 10_000],
    [2300, 69, 11_500],
    [10_000, 300, 10_000],
    [12_000, 360, 12_000],
  ])('with a key frame each %i ms has whole intervals', (keyFrameIntervalMs, every, durationMs) => {
    const recipe = recipeFor({ keyFrameIntervalMs });
    expect(recipe).toMatchObject({ keyFrameEvery: every, durationMs });
    expect(frameCount(recipe) % every).toBe(0);
    expect(audioPacketCount(recipe) % 1).toBe(0);
  });

  it('refuses what cannot be made', () => {
    expect(() => recipeFor({ codec: 'vp8', bFrames: true })).toThrow('VP8 has no B-frames');
    expect(() => recipeFor({ keyFrameIntervalMs: 50 })).toThrow('50 ms is no multiple of 100 ms');
    expect(() => recipeFor({ keyFrameIntervalMs: 1050 })).toThrow('no multiple of 100 ms');
  });
});

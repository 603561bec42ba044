import { describe, expect, it } from 'vitest';
import { fillUp } from './filler.ts';
import { standardRecipe } from './recipe.ts';

describe('fillUp', () => {
  it('fills each layer up with whole packets, behind the slices', () => {
    const frames = Array.from({ length: 300 }, (_, index) => ({
      nals: [Buffer.alloc(index % 30 === 0 ? 90_000 : 700, 0x41)],
      key: false,
      shift: 0,
    }));
    const layers = standardRecipe.layers.map((layer) => ({ ...layer, frames }));
    const filled = fillUp({ recipe: standardRecipe, layers, audio: [] }, 12_000_000);
    for (const layer of filled.layers) {
      const sizes = layer.frames.map(({ nals }) =>
        nals.reduce((sum, { length }) => sum + length, 0),
      );
      const bits = sizes.reduce((sum, size) => sum + size * 8, 0);
      expect(bits / 10).toBeGreaterThan(11_900_000);
      expect(bits / 10).toBeLessThanOrEqual(12_000_000);
      expect(layer.frames.map(({ nals }) => nals[0])).toEqual(frames.map(({ nals }) => nals[0]));
      const types = new Set(
        layer.frames.flatMap(({ nals }) => nals.slice(1).map(([byte]) => byte)),
      );
      expect([...types]).toEqual([12]);
    }
  });

  it('refuses VP8', () => {
    const clip = { recipe: { ...standardRecipe, codec: 'vp8' as const }, layers: [], audio: [] };
    expect(() => fillUp(clip, 1)).toThrow('VP8 has no filler data');
  });
});

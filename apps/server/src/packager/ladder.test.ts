import type { VideoSampleEntry } from '@tallylight/protocol/isobmff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LayerFormat, planLadder, rungHeights } from './ladder.ts';

type Size = readonly [width: number, height: number];

function layer([width, height]: Size, index: number, codec: 'avc1' | 'vp08' = 'avc1'): LayerFormat {
  const format: VideoSampleEntry =
    codec === 'vp08'
      ? { codec, width, height }
      : { codec, width, height, avcC: Uint8Array.of(1, 66, 192, 31) };
  return { layer: index, origin: `layer ${index}`, format, isCopyable: codec === 'avc1' };
}

const all = { heights: rungHeights, shed: 0 };

/** A ladder in a few words: what is copied and what is made, highest first. */
function words(sizes: readonly Size[], options: Parameters<typeof planLadder>[1]) {
  const { copied, transcoded } = planLadder(
    sizes.map((size, index) => layer(size, index)),
    options,
  );
  return {
    copied: copied.map(({ id, layer: index }) => `${id} of ${index}`).join(', '),
    made: transcoded.map(({ id, width, height }) => `${id} ${width}x${height}`).join(', '),
  };
}

describe('a ladder', () => {
  test.each<{ title: string; sizes: Size[]; copied: string; made: string }>([
    {
      title: 'three layers as browsers send them',
      sizes: [
        [320, 180],
        [640, 360],
        [1280, 720],
      ],
      copied: '720p of 2, 360p of 1, 144p of 0',
      made: '480p 854x480, 240p 426x240',
    },
    {
      title: 'three layers of 1080p',
      sizes: [
        [480, 270],
        [960, 540],
        [1920, 1080],
      ],
      copied: '1080p of 2, 480p of 1, 240p of 0',
      made: '720p 1280x720, 360p 640x360, 144p 256x144',
    },
    {
      title: 'one layer of 360p',
      sizes: [[640, 360]],
      copied: '360p of 0',
      made: '240p 426x240, 144p 256x144',
    },
    {
      title: 'an upright picture',
      sizes: [[720, 1280]],
      copied: '720p of 0',
      made: '480p 480x854, 360p 360x640, 240p 240x426, 144p 144x256',
    },
    {
      title: 'a square picture',
      sizes: [[480, 480]],
      copied: '480p of 0',
      made: '360p 360x360, 240p 240x240, 144p 144x144',
    },
    {
      title: 'an odd size, whose rungs are even',
      sizes: [[1366, 768]],
      copied: '720p of 0',
      made: '480p 854x480, 360p 640x360, 240p 426x240, 144p 256x144',
    },
    {
      title: 'more than there is a rung for',
      sizes: [[3840, 2160]],
      copied: '',
      made: '1080p 1920x1080, 720p 1280x720, 480p 854x480, 360p 640x360, 240p 426x240, 144p 256x144',
    },
    {
      title: 'two layers of nearly the same size, of which one has the rung',
      sizes: [
        [640, 360],
        [672, 378],
      ],
      copied: '360p of 1',
      made: '240p 426x240, 144p 256x144',
    },
    { title: 'a picture below all rungs', sizes: [[160, 90]], copied: '144p of 0', made: '' },
  ])('of $title', ({ sizes, copied, made }) => {
    expect(words(sizes, all)).toEqual({ copied, made });
  });

  test('has only the rungs that are wanted', () => {
    const sizes: Size[] = [
      [320, 180],
      [640, 360],
      [1280, 720],
    ];
    expect(words(sizes, { heights: [720, 360, 144], shed: 0 })).toEqual({
      copied: '720p of 2, 360p of 1, 144p of 0',
      made: '',
    });
    expect(words(sizes, { heights: [480], shed: 0 })).toEqual({
      copied: '',
      made: '480p 854x480',
    });
  });

  test('of what cannot be copied is made anew in its own size', () => {
    const { copied, transcoded } = planLadder([layer([1280, 720], 0, 'vp08')], {
      heights: [720, 360],
      shed: 0,
    });
    expect(copied).toEqual([]);
    expect(transcoded.map(({ id, height }) => [id, height])).toEqual([
      ['720p', 720],
      ['360p', 360],
    ]);
  });

  test('sheds from the top, and keeps one where nothing is copied', () => {
    const made = (codec: 'avc1' | 'vp08', shed: number) => {
      const plan = planLadder([layer([1280, 720], 0, codec)], { heights: rungHeights, shed });
      return [plan.shedHeights.join(), plan.transcoded.map(({ id }) => id).join()];
    };
    expect(made('avc1', 1)).toEqual(['480', '360p,240p,144p']);
    expect(made('avc1', 9)).toEqual(['480,360,240,144', '']);
    expect(made('vp08', 9)).toEqual(['720,480,360,240', '144p']);
  });

  test('without layers is empty', () => {
    expect(planLadder([], all)).toEqual({
      ...{ copied: [], transcoded: [], best: null, shedHeights: [] },
    });
  });

  test('never shows a picture larger than it came, nor odd, nor two under one name', () => {
    const side = fc.integer({ min: 2, max: 4_096 });
    const codec = fc.constantFrom('avc1' as const, 'vp08' as const);
    const layers = fc.array(fc.tuple(side, side, codec), { minLength: 1, maxLength: 4 });
    const heights = fc.uniqueArray(fc.constantFrom(...rungHeights), { minLength: 1 });
    fc.assert(
      fc.property(layers, heights, fc.nat(7), (sizes, wanted, shed) => {
        const formats = sizes.map(([width, height, kind], index) =>
          layer([width, height], index, kind),
        );
        const plan = planLadder(formats, { heights: wanted, shed });
        const { best, copied, transcoded } = plan;
        const source = best?.format ?? { width: 0, height: 0 };
        const sourceShort = Math.min(source.width, source.height);
        for (const { format } of formats) {
          expect(Math.min(format.width, format.height)).toBeLessThanOrEqual(sourceShort);
        }
        for (const { width, height } of transcoded) {
          // Rounded to the next even number.
          expect(width).toBeLessThanOrEqual(source.width + 1);
          expect(height).toBeLessThanOrEqual(source.height + 1);
          expect([width % 2, height % 2]).toEqual([0, 0]);
          const skew = (width * source.height) / (height * source.width);
          expect(Math.abs(Math.log(skew))).toBeLessThan(2 / Math.min(width, height) + 0.01);
        }
        const ids = [...copied, ...transcoded].map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBeGreaterThan(0);
        for (const id of ids) expect(wanted.map((height) => `${height}p`)).toContain(id);
      }),
    );
  });
});

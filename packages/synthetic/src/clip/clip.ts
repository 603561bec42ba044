import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SyntheticError } from '../errors.ts';
import { type AccessUnit, groupAccessUnits, splitAnnexB } from './annex-b.ts';
import { displayShifts } from './display-order.ts';
import { readIvf } from './ivf.ts';
import { readOggOpus } from './ogg.ts';
import { audioPacketCount, type ClipRecipe, type LayerRecipe, layerFile } from './recipe.ts';

/** One picture of a clip. VP8 has its frame in the place of NAL units. */
export type ClipFrame = AccessUnit & {
  /** By how many frames it's shown later than it's sent, negative for earlier: 0 but with B-frames. */
  readonly shift: number;
};

/** One layer of a clip, ready to be sent: its frames in the order of sending. */
export type ClipLayer = LayerRecipe & { readonly frames: readonly ClipFrame[] };

/** A clip in memory: a loop of pictures in one or more layers, and a loop of Opus packets. */
export type Clip = {
  readonly recipe: ClipRecipe;
  /** Lowest first. */
  readonly layers: readonly ClipLayer[];
  readonly audio: readonly Buffer[];
};

/** How many simulcast layers a publisher can send. */
export type LayerCount = 1 | 2 | 3;

/** Which of a recipe's layers are sent for a count: one is the middle, two the lower, three all. */
function layersFor(recipe: ClipRecipe, count: LayerCount): readonly LayerRecipe[] {
  return count === 1 ? recipe.layers.slice(1, 2) : recipe.layers.slice(0, count);
}

/**
 * Reads the clip in `folder`, with only the layers that `count` asks for.
 *
 * @throws SyntheticError with reason `clip` when the folder holds no clip or less than its recipe says.
 */
export async function readClip(folder: string, count: LayerCount): Promise<Clip> {
  const recipe = await readRecipe(folder);
  const layers = await Promise.all(
    layersFor(recipe, count).map(async (layer) => {
      const units = readUnits(recipe, await readFile(join(folder, layerFile(recipe, layer))));
      const shifts = recipe.bFrames === true ? displayShifts(units) : [];
      const frames = units.map((unit, index) => ({ ...unit, shift: shifts[index] ?? 0 }));
      if (!frames[0]?.key) throw SyntheticError.clip(`${layer.name} begins with no key frame`);
      return { ...layer, frames };
    }),
  );
  const audio = readOggOpus(await readFile(join(folder, 'audio.ogg')));
  const wanted = audioPacketCount(recipe);
  if (audio.length < wanted) {
    throw SyntheticError.clip(`the clip has ${audio.length} audio packets and needs ${wanted}`);
  }
  return { recipe, layers, audio: audio.slice(0, wanted) };
}

function readUnits(recipe: ClipRecipe, stream: Buffer): AccessUnit[] {
  if (recipe.codec !== 'vp8') return groupAccessUnits(splitAnnexB(stream));
  // The lowest bit of a frame's first byte is 0 in a key frame (RFC 6386 section 9.1).
  return readIvf(stream).map((frame) => ({ nals: [frame], key: ((frame[0] ?? 1) & 1) === 0 }));
}

async function readRecipe(folder: string): Promise<ClipRecipe> {
  try {
    return JSON.parse(await readFile(join(folder, 'recipe.json'), 'utf8')) as ClipRecipe;
  } catch (cause) {
    throw SyntheticError.clip(
      `${folder} holds no clip; "tallylight-synthetic clip" makes one`,
      cause,
    );
  }
}

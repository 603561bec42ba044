import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SyntheticError } from '../errors.ts';
import { type AccessUnit, groupAccessUnits, splitAnnexB } from './annex-b.ts';
import { readOggOpus } from './ogg.ts';
import { audioPacketCount, type ClipRecipe, type LayerRecipe } from './recipe.ts';

/** One layer of a clip, ready to be sent. */
export type ClipLayer = LayerRecipe & { readonly frames: readonly AccessUnit[] };

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
      const stream = await readFile(join(folder, `${layer.name}.h264`));
      const frames = groupAccessUnits(splitAnnexB(stream));
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

import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { SyntheticError } from '../errors.ts';
import {
  audioArguments,
  type ClipRecipe,
  frameCount,
  recipeHash,
  standardRecipe,
  videoArguments,
} from './recipe.ts';
import { writeTimeCode } from './time-code.ts';

/** What a clip is made with and where it goes. */
export type MakeClipOptions = {
  /** Where clips are kept, one folder each. Default: `clipCacheFolder()`. */
  readonly cacheFolder?: string;
  /** Default: `standardRecipe`. */
  readonly recipe?: ClipRecipe;
  /** Default: `ffmpeg`, looked up on the PATH. */
  readonly ffmpeg?: string;
};

/** The user's cache folder for clips: `$XDG_CACHE_HOME` or `~/.cache`, then `tallylight/clips`. */
export function clipCacheFolder(environment: Record<string, string | undefined> = env): string {
  const base = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'tallylight', 'clips');
}

/**
 * The folder of the recipe's clip, made first where it isn't there yet (about 5 s on two cores).
 * Several processes may ask at once: each makes its own copy and the first to finish is kept, as a
 * folder appears under its name whole or not at all.
 *
 * @throws SyntheticError with reason `clip` when FFmpeg is missing or fails.
 */
export async function makeClip(options: MakeClipOptions = {}): Promise<string> {
  const recipe = options.recipe ?? standardRecipe;
  const folder = join(options.cacheFolder ?? clipCacheFolder(), recipeHash(recipe));
  if (await exists(folder)) return folder;

  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  try {
    const ffmpeg = options.ffmpeg ?? 'ffmpeg';
    await Promise.all([
      drawPictures(ffmpeg, recipe, draft),
      runFfmpeg(ffmpeg, audioArguments(recipe, draft)),
    ]);
    await writeFile(join(draft, 'recipe.json'), `${JSON.stringify(recipe, undefined, 2)}\n`);
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

async function drawPictures(ffmpeg: string, recipe: ClipRecipe, folder: string): Promise<void> {
  const codes = Buffer.concat(
    Array.from({ length: frameCount(recipe) }, (_, frame) => writeTimeCode(frame)),
  );
  try {
    await runFfmpeg(ffmpeg, videoArguments(recipe, folder, true), codes);
  } catch {
    // A machine without fonts can't draw text; the blocks alone do for a program.
    await runFfmpeg(ffmpeg, videoArguments(recipe, folder, false), codes);
  }
}

function runFfmpeg(ffmpeg: string, args: readonly string[], input?: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(ffmpeg, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    // FFmpeg that fails early closes its input; the exit code tells that story better.
    child.stdin.on('error', () => undefined);
    child.on('error', (cause) => {
      reject(SyntheticError.clip(`${ffmpeg} can't be started; install FFmpeg with libx264`, cause));
    });
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(SyntheticError.clip(`${ffmpeg} ended with ${code}: ${complaint.trim()}`));
    });
    child.stdin.end(input);
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

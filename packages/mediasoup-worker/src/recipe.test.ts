import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownRecipeFolder, readRecipe } from './recipe.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

async function recipeWith(files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'subprojects'));
  await writeFile(join(folder, 'recipe.json'), '{"mesonArguments": [], "patches": []}');
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return (await readRecipe(folder)).hash;
}

it('has the same hash wherever it lies', async () => {
  const files = { 'subprojects/a': '1', 'subprojects/b': '2' };
  expect(await recipeWith(files)).toBe(await recipeWith(files));
  expect(await recipeWith(files)).toMatch(/^[0-9a-f]{12}$/);
});

it('has another hash when a file changes its text, its name or its share', async () => {
  const hashes = await Promise.all([
    recipeWith({ 'subprojects/a': '12', 'subprojects/b': '3' }),
    recipeWith({ 'subprojects/a': '12', 'subprojects/b': '4' }),
    recipeWith({ 'subprojects/a': '12', 'subprojects/c': '3' }),
    recipeWith({ 'subprojects/a': '1', 'subprojects/b': '23' }),
  ]);
  expect(new Set(hashes).size).toBe(hashes.length);
});

it("gives every patch of this package's recipe a reason", async () => {
  const { patches } = await readRecipe(ownRecipeFolder);
  expect(patches.map(({ file }) => file)).toContain('src/RTC/DtlsTransport.cpp');
  for (const { why } of patches) expect(why).toMatch(/\.$/);
});

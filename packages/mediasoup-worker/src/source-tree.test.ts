import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findInstalledMediasoup, releasesUrl } from './installed-mediasoup.ts';
import { ownRecipeFolder, readRecipe } from './recipe.ts';
import { applyPatch, prepareSourceTree } from './source-tree.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

/** It starts programs or copies much, on a machine that may be busy. */
const slow = { timeout: 30_000 };

const patch = { file: 'a.cpp', why: 'It is wrong.', find: 'x == y', replace: 'x & y' };

it('replaces the one place that a patch names', () => {
  expect(applyPatch('if (x == y) $&', patch)).toBe('if (x & y) $&');
});

it.each(['', 'x == y, x == y'])('refuses a patch that does not fit %j', (text) => {
  expect(() => applyPatch(text, patch)).toThrowError(
    expect.objectContaining({
      reason: 'recipe-outdated',
      message: expect.stringContaining('a.cpp'),
    }),
  );
});

it(
  "fits this package's recipe on the installed mediasoup, whose own files stay",
  slow,
  async () => {
    const { workerSource } = await findInstalledMediasoup();
    const tree = join(await temporaryFolder(), 'tree');
    await prepareSourceTree(workerSource, await readRecipe(ownRecipeFolder), tree);
    const dtls = 'src/RTC/DtlsTransport.cpp';
    expect(await readFile(join(tree, dtls), 'utf8')).toContain('operationType & BIO_CB_RETURN');
    expect(await readFile(join(workerSource, dtls), 'utf8')).toContain('operationType == BIO_CB');
    await expect(stat(join(tree, 'subprojects', 'libuv.wrap'))).rejects.toThrow('ENOENT');
    await expect(stat(join(tree, 'subprojects', 'libsrtp3', 'meson.build'))).resolves.toBeDefined();
  },
);

it.each([
  'git+https://github.com/versatica/mediasoup.git',
  'https://github.com/versatica/mediasoup',
])('finds the releases of %s', (repository) => {
  expect(releasesUrl(repository)).toBe('https://github.com/versatica/mediasoup/releases/download');
});

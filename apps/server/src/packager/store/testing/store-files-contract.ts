import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StoreFiles } from '../store-files.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/**
 * What the store relies on in a file system, whichever it is.
 *
 * @param place file system and an empty folder in it, for each test its own
 * @param fullPath a path on a file system without room, made by the call
 */
export function describeStoreFiles(
  place: () => { readonly files: StoreFiles; readonly folder: string },
  fullPath: (files: StoreFiles) => string,
): void {
  test('a file is written with the folders above it, and written over', async () => {
    const { files, folder } = place();
    const path = join(folder, 'a', 'b', 'file');
    expect(await files.write(path, bytes('longer than'))).toBe(11);
    expect(await files.write(path, bytes('short'))).toBe(5);
    expect(new TextDecoder().decode(await files.read(path))).toBe('short');
    expect(await files.size(path)).toBe(5);
    expect(await files.list(join(folder, 'a', 'b'))).toEqual(['file']);
    expect(await files.list(folder)).toEqual(['a']);
  });

  test('an addition tells only of itself', async () => {
    const { files, folder } = place();
    const path = join(folder, 'file');
    await files.write(path, bytes('one'));
    expect(await files.append(path, bytes(' more'))).toBe(5);
    expect(new TextDecoder().decode(await files.read(path))).toBe('one more');
  });

  test('a new name takes the place of what had it', async () => {
    const { files, folder } = place();
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    await files.write(from, bytes('new'));
    await files.write(to, bytes('old'));
    await files.rename(from, to);
    expect(await files.list(folder)).toEqual(['to']);
    expect(new TextDecoder().decode(await files.read(to))).toBe('new');
    await expect(files.rename(from, to)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a folder goes with all in it, and what is gone can be removed again', async () => {
    const { files, folder } = place();
    await files.write(join(folder, 'a', 'file'), bytes('x'));
    await files.write(join(folder, 'ab'), bytes('y'));
    await files.remove(join(folder, 'a'));
    await files.remove(join(folder, 'a'));
    expect(await files.list(folder)).toEqual(['ab']);
  });

  test('what is not there has no size and no names, and can not be read', async () => {
    const { files, folder } = place();
    expect(await files.size(join(folder, 'file'))).toBeNull();
    expect(await files.list(join(folder, 'none'))).toEqual([]);
    await expect(files.read(join(folder, 'file'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('there is room to ask for, also for a folder that is still to come', async () => {
    const { files, folder } = place();
    expect(await files.freeBytes(join(folder, 'none', 'yet'))).toBeGreaterThan(0);
  });

  test('where there is no room a write does not say that all is there', async () => {
    const { files } = place();
    const path = fullPath(files);
    for (const put of [files.write, files.append]) {
      const outcome = await put.call(files, path, bytes('much')).catch((error: unknown) => error);
      expect(outcome).toMatchObject({ code: 'ENOSPC' });
    }
  });
}

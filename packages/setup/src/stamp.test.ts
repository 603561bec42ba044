import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearStamp, digest, filesBelow, readStamp, writeStamp } from './stamp.js';
import { temporaryFolder } from './testing/temporary-folder.js';

const files = ['one.txt', 'two.txt'];

describe('digest', () => {
  it('is the same in whatever order the files are named', () => {
    const root = temporaryFolder({ 'one.txt': '1', 'two.txt': '2' });
    expect(digest(root, files)).toBe(digest(root, files.toReversed()));
  });

  it('does not change with the times of a file', () => {
    const root = temporaryFolder({ 'one.txt': '1', 'two.txt': '2' });
    const before = digest(root, files);
    utimesSync(path.join(root, 'one.txt'), new Date(0), new Date(0));
    expect(digest(root, files)).toBe(before);
  });

  it.each([
    ['content', (root: string) => writeFileSync(path.join(root, 'one.txt'), '!')],
    ['presence', (root: string) => rmSync(path.join(root, 'two.txt'))],
    ['emptiness', (root: string) => writeFileSync(path.join(root, 'two.txt'), '')],
  ])('changes with the %s of a file', (_, change) => {
    const root = temporaryFolder({ 'one.txt': '1', 'two.txt': '2' });
    const before = digest(root, files);
    change(root);
    expect(digest(root, files)).not.toBe(before);
  });

  it('changes when what one file holds moves to its neighbour', () => {
    const before = temporaryFolder({ 'one.txt': 'ab', 'two.txt': 'c' });
    const after = temporaryFolder({ 'one.txt': 'a', 'two.txt': 'bc' });
    expect(digest(before, files)).not.toBe(digest(after, files));
  });

  it('changes with any other fact', () => {
    const root = temporaryFolder();
    expect(digest(root, [], ['linux'])).not.toBe(digest(root, [], ['darwin']));
  });
});

describe('filesBelow', () => {
  it('names every file that is to be kept, and enters no folder that is not', () => {
    const root = temporaryFolder({
      'src/main.ts': '',
      'src/deep/part.ts': '',
      'src/part.test.ts': '',
      'src/node_modules/x.ts': '',
    });
    const keep = (name: string) => name !== 'node_modules' && !name.includes('.test.');
    expect(filesBelow(root, 'src', keep).toSorted()).toEqual(['src/deep/part.ts', 'src/main.ts']);
  });

  it('finds nothing in a folder that is missing', () => {
    expect(filesBelow(temporaryFolder(), 'src', () => true)).toEqual([]);
  });
});

describe('a stamp', () => {
  it('is read as it was written, until it is cleared', () => {
    const file = path.join(temporaryFolder(), 'deep/stamp');
    expect(readStamp(file)).toBeUndefined();
    writeStamp(file, 'value');
    expect(readStamp(file)).toBe('value');
    clearStamp(file);
    expect(readStamp(file)).toBeUndefined();
  });
});

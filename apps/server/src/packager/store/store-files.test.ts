import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe } from 'vitest';
import { diskFiles } from './store-files.ts';
import { FakeFiles } from './testing/fake-files.ts';
import { describeStoreFiles } from './testing/store-files-contract.ts';

describe('the disk', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tallylight-store-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  // A device that is always full.
  describeStoreFiles(
    () => ({ files: diskFiles, folder }),
    () => '/dev/full',
  );
});

describe('its fake', () => {
  describeStoreFiles(
    () => ({ files: new FakeFiles(), folder: '/data' }),
    (files) => {
      if (files instanceof FakeFiles) files.capacity = 0;
      return '/full';
    },
  );
});

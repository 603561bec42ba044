import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BuildLog } from './build-log.ts';
import {
  buildPackages,
  installBuildPackages,
  installCommand,
  missingIn,
} from './build-packages.ts';
import type { CommandContext } from './command.ts';
import type { WorkerProgress } from './progress.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

/** A system of scripts: dpkg-query says `installed`, apt-get writes down what it is told. */
async function fakeSystem(installed: readonly string[]): Promise<{
  context: CommandContext;
  asked: () => Promise<string>;
}> {
  const folder = await temporaryFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const listing = installed.map((name) => `echo 'installed ${name}'`);
  const scripts = {
    'dpkg-query': [...listing, 'exit 1'],
    'apt-get': [`echo "$DEBIAN_FRONTEND $*" >> '${folder}/asked'`],
    sudo: ['[ "$1" = -n ] && shift', 'exec "$@"'],
  };
  for (const [name, lines] of Object.entries(scripts)) {
    await writeFile(join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  }
  const log = await BuildLog.create(join(folder, 'log'));
  return {
    context: { env: { PATH: `${bin}:/usr/bin:/bin` }, log },
    asked: () => readFile(join(folder, 'asked'), 'utf8').catch(() => ''),
  };
}

it('installs what is missing, after it has said so', async () => {
  const [first = '', second = '', ...installed] = buildPackages;
  const { context, asked } = await fakeSystem(installed);
  const events: WorkerProgress[] = [];
  await installBuildPackages(context, (event) => events.push(event));
  expect(events).toEqual([
    { kind: 'step', step: 'packages', message: `installing with apt-get: ${first} ${second}` },
  ]);
  const [update, install] = (await asked()).split('\n');
  expect(update).toMatch(/^noninteractive .* update$/);
  expect(install).toMatch(new RegExp(`^noninteractive .* install -y .* ${first} ${second}$`));
});

it('runs no apt-get where nothing is missing', async () => {
  const { context, asked } = await fakeSystem(buildPackages);
  await installBuildPackages(context, () => {});
  expect(await asked()).toBe('');
});

it('finds what is not wholly installed', () => {
  const listing = 'installed meson\nconfig-files g++\nnot-installed ninja-build\n';
  expect(missingIn(listing, ['meson', 'g++', 'ninja-build', 'libuv1-dev'])).toEqual([
    'g++',
    'ninja-build',
    'libuv1-dev',
  ]);
});

it('asks for sudo only where the user is not root', () => {
  expect(installCommand(['meson', 'g++'], true)).toBe('apt-get install -y meson g++');
  expect(installCommand(['meson'], false)).toBe('sudo apt-get install -y meson');
});

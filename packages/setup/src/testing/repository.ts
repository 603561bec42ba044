import { chmodSync } from 'node:fs';
import path from 'node:path';
import type { Host } from '../host.js';
import { temporaryFolder } from './temporary-folder.js';
import { debianHost, workbenchOn } from './workbench.js';

const files = {
  'package.json': '{}',
  'pnpm-lock.yaml': '',
  'pnpm-workspace.yaml': '',
  'apps/server/package.json': '{ "dependencies": { "one": "1" } }',
  'apps/server/src/main.ts': 'main();',
  'packages/plain/package.json': '{}',
  'packages/mediasoup-worker/src/main.ts': 'find();',
  'e2e/package.json': '{}',
};

/**
 * A repository in small on a Debian machine. Programs are shell scripts: those in node_modules/.bin, the
 * pinned Node among them, and those on the PATH.
 */
export function repository({
  installed = {},
  onPath = {},
}: {
  installed?: Readonly<Record<string, string>>;
  onPath?: Readonly<Record<string, string>>;
}): ReturnType<typeof workbenchOn> {
  const scripts = [
    ...Object.entries(installed).map(([name, script]) => [`node_modules/.bin/${name}`, script]),
    ...Object.entries(onPath).map(([name, script]) => [`bin/${name}`, script]),
  ].map(([file = '', script]) => [file, `#!/bin/sh\n${script}\n`]);
  const root = temporaryFolder({ ...files, ...Object.fromEntries(scripts) });
  for (const [file = ''] of scripts) chmodSync(path.join(root, file), 0o755);
  const env: Host['env'] = { PATH: `${root}/bin:/usr/bin:/bin` };
  return workbenchOn(debianHost(root, { env }));
}

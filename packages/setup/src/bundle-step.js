import { existsSync } from 'node:fs';
import path from 'node:path';
import { dependenciesDigest } from './dependencies-step.js';
import { clearStamp, digest, filesBelow, readStamp, writeStamp } from './stamp.js';
import { nodeCommand } from './tools.js';

const stampFile = 'dist/.stamp';
const outputs = ['dist/web/index.html', 'dist/web/watch.html', 'dist/server/main.js'];

/** What lies among the sources and never gets into the bundle. */
const leftOut = /^(node_modules|dist|fixtures)$|\.test\.|\.tsbuildinfo$/;

/**
 * The pages and the server, built from the sources when they differ from those of the last build.
 *
 * @param {import('./launch.js').Workbench} workbench
 * @param {{ bundle?: boolean }} needs
 * @returns {import('./step.js').Step | undefined}
 */
export function bundleStep({ host, shell }, { bundle = false }) {
  if (!bundle) return undefined;
  const stamp = path.join(host.root, stampFile);
  const wanted = sourcesDigest(host);
  const isBuilt = outputs.every((file) => existsSync(path.join(host.root, file)));
  if (isBuilt && readStamp(stamp) === wanted) return undefined;
  return {
    name: 'Build',
    will: 'build the pages and the server into dist',
    run: async ({ line, log }) => {
      clearStamp(stamp);
      const read = (/** @type {string} */ text) => {
        line.progress(undefined, text);
        return text;
      };
      await shell.run(nodeCommand(host, ['node_modules/vite/bin/vite.js', 'build', '--app']), {
        log,
        read,
      });
      writeStamp(stamp, wanted);
    },
  };
}

/**
 * @param {import('./host.js').Host} host
 * @returns {string}
 */
function sourcesDigest(host) {
  const keep = (/** @type {string} */ name) => !leftOut.test(name);
  const sources = ['apps', 'packages'].flatMap((folder) => filesBelow(host.root, folder, keep));
  return digest(
    host.root,
    [...sources, 'vite.config.ts', 'tsconfig.base.json'],
    [dependenciesDigest(host)],
  );
}

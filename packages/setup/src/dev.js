import { launch } from './launch.js';
import { prepare } from './prepare.js';
import { nodeCommand } from './tools.js';

// npm run dev: the server from its sources, restarted when one changes, beside Vite's own server for the
// pages. No bundle is built; when either of the two ends, so does the other.
await launch(async (workbench, args) => {
  await prepare(workbench, {});
  return workbench.shell.attach([
    nodeCommand(workbench.host, ['--watch', 'apps/server/src/main.ts', ...args]),
    nodeCommand(workbench.host, ['node_modules/vite/bin/vite.js']),
  ]);
});

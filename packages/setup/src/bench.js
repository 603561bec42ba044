import { launch } from './launch.js';
import { prepare } from './prepare.js';
import { nodeCommand } from './tools.js';

// npm run bench -- NAME: everything a bench needs, then the bench. Arguments are its own, and so is
// the standard output: with --json a program reads it.
await launch(async (workbench, args) => {
  await prepare(workbench, { bundle: true, browser: true });
  return workbench.shell.attach([nodeCommand(workbench.host, ['e2e/bench/main.ts', ...args])]);
}, process.stderr);

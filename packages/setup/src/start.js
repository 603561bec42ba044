import { launch } from './launch.js';
import { prepare } from './prepare.js';
import { nodeCommand } from './tools.js';

// npm start: everything the server needs, then the server itself. Arguments are the server's own.
await launch(async (workbench, args) => {
  await prepare(workbench, { bundle: true });
  return workbench.shell.attach([nodeCommand(workbench.host, ['dist/server/main.js', ...args])]);
});

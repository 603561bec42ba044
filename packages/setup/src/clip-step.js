import { nodeCommand } from './tools.js';

/** The clips that tests play: they have no time to make them. */
const clips = [[], ['--b-frames'], ['--codec', 'vp8'], ['--key-frame-interval', '5']];

/**
 * The clips that synthetic publishers send. Their own package knows which are there already.
 *
 * @param {import('./launch.js').Workbench} workbench
 * @param {{ clip?: boolean }} needs
 * @returns {import('./step.js').Step | undefined}
 */
export function clipStep({ host, shell }, { clip = false }) {
  if (!clip) return undefined;
  return {
    name: 'Test clips',
    will: 'encode the clips that synthetic publishers send, unless they are there',
    run: async ({ line, log }) => {
      const read = (/** @type {string} */ text) => {
        line.progress(undefined, text);
        return text;
      };
      // The command is made here, not above: what it is told of the worker was found by an earlier step.
      for (const options of clips) {
        const command = ['packages/synthetic/src/main.ts', 'clip', ...options];
        await shell.run(nodeCommand(host, command), { log, read });
      }
    },
  };
}

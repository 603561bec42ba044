import { nodeCommand } from './tools.js';

/**
 * The clip that synthetic publishers send. Its own package knows whether it is there already.
 *
 * @param {import('./launch.js').Workbench} workbench
 * @param {{ clip?: boolean }} needs
 * @returns {import('./step.js').Step | undefined}
 */
export function clipStep({ host, shell }, { clip = false }) {
  if (!clip) return undefined;
  return {
    name: 'Test clip',
    will: 'encode the clip that synthetic publishers send, unless it is there',
    run: async ({ line, log }) => {
      const read = (/** @type {string} */ text) => {
        line.progress(undefined, text);
        return text;
      };
      // The command is made here, not above: what it is told of the worker was found by an earlier step.
      await shell.run(nodeCommand(host, ['packages/synthetic/src/main.ts', 'clip']), { log, read });
    },
  };
}

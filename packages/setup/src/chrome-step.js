import { aptPower, sudoNeedsNoPassword } from './apt-step.js';
import { StepFailure } from './step-failure.js';
import { missingPrograms } from './system-programs.js';
import { toolCommand } from './tools.js';

/**
 * A browser for the tests on Ubuntu, where apt-get has none that is not a snap. Google Chrome it is, not
 * the Chromium that Playwright can fetch: that one has no H.264.
 *
 * @param {import('./launch.js').Workbench} workbench
 * @param {{ browser?: boolean }} needs
 * @returns {import('./step.js').Step | undefined}
 */
export function chromeStep({ host, shell }, needs) {
  if (host.distribution !== 'ubuntu') return undefined;
  if (!missingPrograms(host, needs).some((program) => program.aptPackage === 'chromium'))
    return undefined;
  return {
    name: 'Chrome',
    will: 'fetch Google Chrome and install it with apt-get (runs the browser tests)',
    run: async ({ line, log }) => {
      const command = toolCommand(host, 'playwright', ['install', 'chrome']);
      const ask = `${command.byHand ?? ''}   (or set CHROMIUM_PATH to a Chromium that has H.264)`;
      if (host.arch !== 'x64')
        throw StepFailure.leftToYou(`Google has no Chrome for ${host.arch}`, ask);
      if (aptPower(host, sudoNeedsNoPassword) === undefined) {
        throw StepFailure.leftToYou(
          'this user is not root and has no sudo without a password',
          ask,
        );
      }
      await shell.run(command, {
        log,
        read: (text) => {
          line.progress(undefined, text);
          return text;
        },
      });
    },
  };
}

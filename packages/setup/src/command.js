/**
 * A program to run in the root of the repository.
 *
 * @typedef {object} Command
 * @property {string} file
 * @property {readonly string[]} args
 * @property {Readonly<Record<string, string>>} [env] What it gets beyond our own environment.
 * @property {string} [byHand] What a person types instead, where that differs.
 */

/**
 * The line that a person can paste into a shell at the root of the repository to run the same thing.
 *
 * @param {Command} command
 * @returns {string}
 */
export function commandLine(command) {
  if (command.byHand !== undefined) return command.byHand;
  const assignments = Object.entries(command.env ?? {}).map(
    ([name, value]) => `${name}=${quote(value)}`,
  );
  return [...assignments, ...[command.file, ...command.args].map(quote)].join(' ');
}

/**
 * @param {string} word
 * @returns {string}
 */
export function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

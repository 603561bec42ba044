import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { stripVTControlCharacters } from 'node:util';
import { commandLine } from './command.js';
import { findExecutable } from './executables.js';
import { StepFailure } from './step-failure.js';

/**
 * @typedef {import('./command.js').Command} Command
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 *
 * @typedef {object} RunOptions
 * @property {string} log File that takes the output, relative to the root.
 * @property {(line: string) => string | undefined} [read] Sees each line of output as it comes, and answers
 *   with what is worth keeping of it.
 * @property {boolean} [ownStderr] The program writes its standard error past us: it draws its own progress,
 *   and says itself where its log is when it fails.
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Ending
 */

/** How long a program has to end before it is asked again. */
const reminderMs = 5_000;

/** How long output may still come after a program's end. */
const leftoverOutputMs = 2_000;

/** A command was asked to end before it was done. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`ended by ${signal}`);
    this.exitCode = exitCode({ code: null, signal });
  }
}

/** Runs programs in the root of the repository and ends those still running when it is told to. */
export class Shell {
  #host;
  /** @type {Set<ChildProcess>} */
  #running = new Set();
  /** @type {NodeJS.Signals | undefined} */
  #stoppedBy;
  /** @type {Set<NodeJS.Signals>} */
  #received = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  #reminder;

  /** @param {import('./host.js').Host} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * Runs a program to its end and keeps what it says.
   *
   * @param {Command} command
   * @param {RunOptions} options
   * @returns {Promise<string[]>} The lines kept.
   */
  async run(command, { log, read = (line) => line, ownStderr = false }) {
    this.#refuseWhenStopped();
    const file = createWriteStream(path.join(this.#host.root, log), { flags: 'a' });
    file.write(`$ ${commandLine(command)}\n`);
    /** @type {string[]} */
    const lines = [];
    const child = this.#start(command, ['ignore', 'pipe', ownStderr ? 'inherit' : 'pipe']);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (raw) => {
        const line = read(stripVTControlCharacters(raw));
        if (line === undefined) return;
        lines.push(line);
        file.write(`${line}\n`);
      });
    }
    const ending = await this.#endOf(child)
      .catch((cause) => {
        throw StepFailure.notStarted(command, cause);
      })
      .finally(() => finished(file.end()));
    this.#refuseWhenStopped();
    if (ending.code !== 0)
      throw StepFailure.ofCommand({ command, ending, lines, ...(ownStderr ? {} : { log }) });
    return lines;
  }

  /**
   * Runs programs side by side with our own input and output. When one ends, the others are ended.
   *
   * @param {readonly Command[]} commands
   * @returns {Promise<number>} The exit code of the first that ended.
   */
  async attach(commands) {
    this.#refuseWhenStopped();
    const endings = commands.map((command) => {
      const guarded = this.#guarded(command);
      return this.#endOf(this.#start(guarded, 'inherit'));
    });
    const first = await Promise.race(endings);
    if (endings.length > 1) this.#send('SIGTERM');
    await Promise.all(endings);
    return exitCode(first);
  }

  /**
   * Ends whatever runs, and lets nothing more begin.
   *
   * @param {NodeJS.Signals} signal
   * @returns {void}
   */
  stop(signal) {
    this.#stoppedBy ??= signal;
    // npm, a process group and a closing terminal may all send the same signal: it is passed on once. Ctrl+C
    // reaches every program of the terminal's foreground by itself, and is not passed on at all.
    const isKnown = this.#received.has(signal) || (signal === 'SIGINT' && process.stdin.isTTY);
    this.#received.add(signal);
    if (!isKnown) this.#send(signal);
    // A program may have missed it: one that was still starting, or a SIGINT that was no Ctrl+C.
    this.#reminder ??= setInterval(() => this.#send('SIGTERM'), reminderMs).unref();
  }

  /** @param {NodeJS.Signals} signal */
  #send(signal) {
    for (const child of this.#running) child.kill(signal);
  }

  /**
   * @param {Command} command
   * @param {import('node:child_process').StdioOptions} stdio
   * @returns {ChildProcess}
   */
  #start(command, stdio) {
    const env = { ...this.#host.env, ...command.env };
    const child = spawn(command.file, command.args, { cwd: this.#host.root, env, stdio });
    this.#running.add(child);
    return child;
  }

  /**
   * @param {ChildProcess} child
   * @returns {Promise<Ending>}
   */
  #endOf(child) {
    return new Promise((resolve, reject) => {
      child.once('error', (cause) => {
        this.#running.delete(child);
        reject(cause);
      });
      // A process left behind by the program may hold its output open for ever. What is still in the pipe
      // when the time is up gets read before an immediate runs.
      child.once('exit', () => {
        const letGo = () => [child.stdout, child.stderr].map((stream) => stream?.destroy());
        setTimeout(() => setImmediate(letGo), leftoverOutputMs).unref();
      });
      child.once('close', (code, signal) => {
        this.#running.delete(child);
        resolve({ code, signal });
      });
    });
  }

  /**
   * On Linux the kernel ends the program when we are killed in a way that leaves us no last word.
   *
   * @param {Command} command
   * @returns {Command}
   */
  #guarded(command) {
    if (this.#host.platform !== 'linux') return command;
    const setpriv = findExecutable(['setpriv'], this.#host.env['PATH']);
    if (setpriv === undefined) return command;
    return {
      ...command,
      file: setpriv,
      args: ['--pdeathsig', 'TERM', command.file, ...command.args],
    };
  }

  #refuseWhenStopped() {
    if (this.#stoppedBy !== undefined) throw new Interrupted(this.#stoppedBy);
  }
}

/**
 * What a shell would report for a program that ended so.
 *
 * @param {Ending} ending
 * @returns {number}
 */
export function exitCode({ code, signal }) {
  if (code !== null) return code;
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}

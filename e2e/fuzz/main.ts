import { parseArgs } from 'node:util';
import { findingsFolder } from './finding.ts';
import { fragmentSubject, offerSubject, runInProcess } from './in-process.ts';
import { freshSeed } from './inputs.ts';
import { runOverHttp } from './over-http.ts';
import { printHttpReport, printReport } from './report.ts';
import type { RunOptions } from './run-options.ts';

const usage = `Usage: npm run fuzz -- KIND [--inputs N] [--seed S] [--json]
KIND is one of:
  sdp      offers, read and answered in this process (100000 unless told otherwise)
  trickle  trickle fragments, read in this process (100000)
  whip     offers and fragments, sent to a server that is started for it (5000)
The same seed gives the same inputs. Exit code 1: an input failed and was kept in packages/protocol/fixtures/fuzz.`;

const kinds = {
  sdp: { inputs: 100_000, run: (options: RunOptions) => inProcess(offerSubject(), options) },
  trickle: { inputs: 100_000, run: (options: RunOptions) => inProcess(fragmentSubject(), options) },
  whip: { inputs: 5_000, run: overHttp },
};

const asked = readArguments();
if (asked !== null) {
  const { kind, count, seed, json } = asked;
  // First of all: a run that dies can be run again.
  console.error(`${kind}: ${count} inputs, seed ${seed}`);
  try {
    const onProgress = (done: number): void => showProgress(done, count);
    const options = { seed, count, folder: findingsFolder, onProgress };
    const { report, text } = await kinds[kind].run(options);
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    console.log(json ? JSON.stringify(report) : text);
    process.exitCode = report.faults.length === 0 ? 0 : 1;
  } catch (error) {
    console.error('The fuzzer could not run:', error);
    process.exitCode = 2;
  }
}

type Asked = {
  readonly kind: keyof typeof kinds;
  readonly count: number;
  readonly seed: number;
  readonly json: boolean;
};

/** @returns null where there is nothing to run: help was asked for, or the arguments are wrong */
function readArguments(): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      options: {
        inputs: { type: 'string' },
        seed: { type: 'string', default: String(freshSeed()) },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: true,
    });
    if (values.help) {
      console.log(usage);
      return null;
    }
    const [kind = ''] = positionals;
    if (!isKind(kind) || positionals.length > 1) throw new TypeError('KIND is missing or unknown.');
    const count = wholeNumber('--inputs', values.inputs ?? String(kinds[kind].inputs));
    return { kind, count, seed: wholeNumber('--seed', values.seed), json: values.json };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exitCode = 2;
    return null;
  }
}

async function inProcess(subject: Parameters<typeof runInProcess>[0], options: RunOptions) {
  const report = await runInProcess(subject, options);
  return { report, text: printReport(report) };
}

async function overHttp(options: RunOptions) {
  const report = await runOverHttp(options);
  return { report, text: printHttpReport(report) };
}

function isKind(word: string): word is keyof typeof kinds {
  return Object.hasOwn(kinds, word);
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new TypeError(`${name} is a whole number, not "${text}".`);
  return Number(text);
}

function showProgress(done: number, count: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${count}`);
}

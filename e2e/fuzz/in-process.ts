import { setImmediate } from 'node:timers/promises';
import {
  fragmentTrials,
  offerTrials,
  type Trial,
  trialLimitMs,
} from '@tallylight/protocol/sdp/testing';
import type fc from 'fast-check';
import { type Finding, type Kind, keepFinding } from './finding.ts';
import { fragments, offers } from './grammar.ts';
import { Heap, heapGrowthLimit } from './heap.ts';
import { drawInputs, shrink } from './inputs.ts';
import type { RunOptions } from './run-options.ts';

export type InProcessReport = {
  readonly kind: Kind;
  readonly seed: number;
  readonly inputs: number;
  /** How many were taken, and not refused. */
  readonly taken: number;
  readonly slowestMs: number;
  readonly heapGrowthBytes: number;
  readonly elapsedMs: number;
  /** What went wrong; empty after a good run. */
  readonly faults: readonly string[];
  readonly findings: readonly Finding[];
};

/** What is tried: the texts, and what is done with each. */
export type Subject = {
  readonly kind: Kind;
  readonly arbitrary: fc.Arbitrary<Buffer>;
  readonly trials: readonly Trial[];
};

export function offerSubject(): Subject {
  return { kind: 'sdp', arbitrary: offers(), trials: offerTrials };
}

export function fragmentSubject(): Subject {
  return { kind: 'trickle', arbitrary: fragments(), trials: fragmentTrials };
}

/** How long a smaller input is looked for, in ms. */
const shrinkMs = 10_000;

/** Tries inputs until one fails: each must be taken or refused by name, soon, and leave nothing behind. */
export async function runInProcess(
  { kind, arbitrary, trials }: Subject,
  { seed, count, folder, onProgress }: RunOptions,
): Promise<InProcessReport> {
  const startedAt = performance.now();
  const heap = new Heap(count);
  const findings: Finding[] = [];
  let [done, taken, slowestMs] = [0, 0, 0];
  for (const input of drawInputs(arbitrary, { seed, count })) {
    const verdict = judge(trials, input.bytes);
    if (verdict.fault !== null) {
      const isFaulty = (bytes: Buffer) => judge(trials, bytes).fault !== null;
      const small = await shrink(arbitrary, input, isFaulty, shrinkMs);
      const what = judge(trials, small).fault ?? verdict.fault;
      findings.push(keepFinding(folder, kind, what, small));
      break;
    }
    if (verdict.taken) taken += 1;
    slowestMs = Math.max(slowestMs, verdict.ms);
    done += 1;
    heap.after(done);
    if (done % 500 === 0) {
      onProgress?.(done);
      await setImmediate();
    }
  }
  const faults = findings.map(({ what, file }) => `${what}\n  kept as ${file}`);
  if (heap.growth > heapGrowthLimit) {
    faults.push(`The heap grew by ${heap.growth} bytes, more than ${heapGrowthLimit}.`);
  }
  return {
    kind,
    seed,
    inputs: done + findings.length,
    taken,
    slowestMs,
    heapGrowthBytes: heap.growth,
    elapsedMs: performance.now() - startedAt,
    faults,
    findings,
  };
}

type Verdict = { readonly fault: string | null; readonly taken: boolean; readonly ms: number };

function judge(trials: readonly Trial[], bytes: Buffer): Verdict {
  // As the server does with a body.
  const text = bytes.toString('utf8');
  const verdicts = trials.map((trial) => judgeOne(trial, text));
  return {
    fault: verdicts.find(({ fault }) => fault !== null)?.fault ?? null,
    taken: verdicts.some((verdict) => verdict.taken),
    ms: Math.max(...verdicts.map(({ ms }) => ms)),
  };
}

/** Slow once may be a garbage collection or another process; what counts is the quickest of three. */
function judgeOne(trial: Trial, text: string): Verdict {
  let ms = Number.POSITIVE_INFINITY;
  let taken = false;
  for (let attempts = 0; attempts < 3 && ms >= trialLimitMs; attempts++) {
    const startedAt = performance.now();
    try {
      taken = trial(text);
    } catch (error) {
      return { fault: `Not an SdpError: ${wordsOf(error)}`, taken: false, ms: 0 };
    }
    ms = Math.min(ms, performance.now() - startedAt);
  }
  const fault =
    ms < trialLimitMs ? null : `It took ${ms.toFixed(1)} ms, not under ${trialLimitMs}.`;
  return { fault, taken, ms };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

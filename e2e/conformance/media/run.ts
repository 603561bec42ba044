import { Failure } from '../failure.ts';
import type { MediaRule } from './media-rule.ts';
import { MediaTarget, type MediaTargetOptions } from './media-target.ts';

export type MediaResult = {
  readonly rule: MediaRule;
  readonly passed: boolean;
  /** Why it failed; or, of one that passed, why there was nothing to check. */
  readonly note?: string;
};

/** Checks rules against a live stream. They look and change nothing, so all do it at the same time. */
export function runMediaRules(
  options: MediaTargetOptions,
  rules: readonly MediaRule[],
): Promise<readonly MediaResult[]> {
  const target = new MediaTarget(options);
  return Promise.all(rules.map((rule) => check(rule, target)));
}

async function check(rule: MediaRule, target: MediaTarget): Promise<MediaResult> {
  try {
    const note = await rule.check(target);
    return { rule, passed: true, ...(note !== undefined && { note }) };
  } catch (error) {
    if (error instanceof Failure) return { rule, passed: false, note: error.message };
    throw error;
  }
}

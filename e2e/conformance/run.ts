import { Failure } from './failure.ts';
import { writeOffer } from './offer.ts';
import { Publisher } from './publisher.ts';
import type { Rule } from './rule.ts';
import { Target, type TargetOptions } from './target.ts';

export type Result = {
  readonly rule: Rule;
  readonly passed: boolean;
  /** Why it failed; or, of one that passed, why there was nothing to check. */
  readonly note?: string;
};

/**
 * Checks rules against a server: first those for an endpoint on which nobody is on air, then those for one on
 * which somebody is, last those that try its patience.
 *
 * @param stage where to publish for the rules about players, if it is to be reached another way
 */
export async function runRules(
  options: TargetOptions,
  rules: readonly Rule[],
  stage: TargetOptions = options,
): Promise<readonly Result[]> {
  const target = new Target(options);
  const results = new Map<Rule, Result>();
  for (const phase of ['off air', 'on air', 'last'] as const) {
    const due = rules.filter((rule) => rule.phase === phase);
    const publisher =
      phase === 'on air' && due.length > 0 ? await putOnAir(new Target(stage)) : null;
    for (const rule of due) {
      results.set(
        rule,
        publisher instanceof Failure
          ? { rule, passed: false, note: publisher.message }
          : await check(rule, target),
      );
    }
    if (publisher instanceof Publisher) await publisher.stop();
  }
  return rules.flatMap((rule) => results.get(rule) ?? []);
}

async function putOnAir(target: Target): Promise<Publisher | Failure> {
  try {
    return await Publisher.start(target, writeOffer({ direction: 'recvonly' }));
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

async function check(rule: Rule, target: Target): Promise<Result> {
  try {
    const note = await rule.check(target);
    return { rule, passed: true, ...(note !== undefined && { note }) };
  } catch (error) {
    if (error instanceof Failure) return { rule, passed: false, note: error.message };
    throw error;
  }
}

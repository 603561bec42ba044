import type { Rule } from '../rule.ts';
import { answerRules } from './answer.ts';
import { endpointRules } from './endpoint.ts';
import { mannerRules } from './manners.ts';
import { playbackRules } from './playback.ts';
import { sessionRules } from './session.ts';
import { trickleRules } from './trickle.ts';

/** Every rule by its number. */
export const rules: readonly Rule[] = [
  ...endpointRules,
  ...sessionRules,
  ...answerRules,
  ...mannerRules,
  ...playbackRules,
  ...trickleRules,
].toSorted((a, b) => order(a) - order(b));

function order({ number }: Rule): number {
  return 'WET'.indexOf(number.charAt(0)) * 100 + Number(number.slice(1));
}

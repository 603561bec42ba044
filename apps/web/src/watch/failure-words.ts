import type { PlayerState } from '@tallylight/player';
import { watchText } from '../text/watch.ts';

type FailureReason = Extract<PlayerState, { name: 'failed' }>['error']['reason'];

/** What to tell a viewer whose player gave up. */
export function failureWords(reason: FailureReason): string {
  const { reasons } = watchText.failed;
  switch (reason) {
    case 'network':
      return reasons.network;
    case 'codec':
    case 'offer':
    case 'answer':
      return reasons.codec;
    case 'ice':
    case 'dtls':
    case 'timeout':
      return reasons.path;
    case 'lost':
      return reasons.lost;
    default:
      return reasons.other;
  }
}

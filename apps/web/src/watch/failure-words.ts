import type { PlayerState } from '@tallylight/player';
import { watchText } from '../text/watch.ts';

type FailureReason = Extract<PlayerState, { name: 'failed' }>['error']['reason'];

/** A packager that starts anew is no failure to a viewer: it comes back by itself. */
export function failureTitle(reason: FailureReason): string {
  return reason === 'packager-down' ? watchText.failed.waiting : watchText.failed.title;
}

/** What to tell a viewer whose player gave up. */
export function failureWords(reason: FailureReason): string {
  const { reasons } = watchText.failed;
  switch (reason) {
    case 'network':
      return reasons.network;
    case 'codec':
    case 'offer':
    case 'answer':
    case 'media':
    case 'unsupported':
      return reasons.codec;
    case 'ice':
    case 'dtls':
    case 'timeout':
      return reasons.path;
    case 'lost':
    case 'stalled':
      return reasons.lost;
    case 'packager-down':
      return reasons.packagerDown;
    case 'not-packaged':
      return reasons.notPackaged;
    default:
      return reasons.other;
  }
}

import type { PlayerState } from '@tallylight/player';
import { watchText } from '../text/watch.ts';

type Failure = Extract<PlayerState, { name: 'failed' }>['error'];

/** As much of a failure as its words depend on. */
export type FailureFacts = {
  readonly reason: Failure['reason'];
  /** What the server said of it, where it did. */
  readonly problem?: { readonly code?: string | undefined } | null;
};

/** A packager that starts anew, a private channel and a full server are no failures of the picture. */
export function failureTitle(failure: FailureFacts): string {
  const { failed } = watchText;
  if (isFull(failure)) return failed.full;
  if (failure.reason === 'unauthorized') return failed.private;
  return failure.reason === 'packager-down' ? failed.waiting : failed.title;
}

/** What to tell a viewer whose player gave up. */
export function failureWords(failure: FailureFacts): string {
  const { reasons } = watchText.failed;
  if (isFull(failure)) return reasons.full;
  switch (failure.reason) {
    case 'unauthorized':
      return reasons.private;
    case 'not-found':
      return reasons.notFound;
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

function isFull({ problem }: FailureFacts): boolean {
  return problem?.code === 'at_capacity';
}

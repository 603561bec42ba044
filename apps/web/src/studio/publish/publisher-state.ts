import type { BroadcastSummary } from './broadcast-tally.ts';
import type { PublishError } from './publish-error.ts';

/** The life of a broadcast as its owner sees it. */
export type PublisherState =
  /** Nothing was published yet, or a try to start failed: `error` says why. */
  | { readonly name: 'idle'; readonly error: PublishError | null }
  | { readonly name: 'starting' }
  /** The server confirmed that the channel is live; `startedAtMs` is of the server's clock. */
  | { readonly name: 'on-air'; readonly startedAtMs: number }
  /** The connection went; `attempt` counts the tries to return, from 1. */
  | { readonly name: 'reconnecting'; readonly attempt: number; readonly startedAtMs: number }
  /** `error` is null when the owner ended it. */
  | {
      readonly name: 'ended';
      readonly summary: BroadcastSummary;
      readonly error: PublishError | null;
    };

import { type ChatReactionTotals, chatReactions, limits } from '@tallylight/contract';
import type { Clock } from '../live/clock.ts';
import { Pace } from '../live/pace.ts';

export type ReactionCountOptions = {
  readonly clock: Clock;
  readonly tell: (totals: ChatReactionTotals) => void;
};

/** What all react with, told as totals a few times a second, however many they are. */
export class ReactionCount {
  readonly #pace: Pace;
  #counts: number[] = noReactions();

  constructor({ clock, tell }: ReactionCountOptions) {
    this.#pace = new Pace({
      clock,
      pauseMs: limits.chatReactionsEveryMs,
      tell: () => {
        const counts = this.#counts;
        this.#counts = noReactions();
        tell({ atMs: Math.round(clock.now()), counts });
      },
    });
  }

  add(counts: readonly number[]): void {
    if (counts.every((count) => count === 0)) return;
    for (const [number, count] of counts.entries()) {
      this.#counts[number] = (this.#counts[number] ?? 0) + count;
    }
    this.#pace.note();
  }

  /** What was not told yet never is. */
  stop(): void {
    this.#pace.stop();
  }
}

function noReactions(): number[] {
  return chatReactions.map(() => 0);
}

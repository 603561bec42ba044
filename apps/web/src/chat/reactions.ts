import { chatReactions, limits } from '@tallylight/contract';
import type { TimerHandle, Timers } from '@tallylight/webrtc';

export type ReactionsOptions = {
  readonly timers: Timers;
  /** Tells the server how often this page's viewer reacted since it was last told. */
  readonly send: (counts: readonly number[]) => void;
};

/** How often each was chosen, by its number. */
type Counts = readonly number[];

/**
 * Reactions, counted here before they are sent, and told by the server as totals of everybody. One's own are seen at once,
 * and not a second time when they come back among the totals.
 */
export class Reactions {
  readonly #options: ReactionsOptions;
  readonly #listeners = new Set<(counts: Counts) => void>();
  /** What was not sent yet, and what was sent and has not come back. */
  #unsent: number[] = noReactions();
  #seenBefore: number[] = noReactions();
  #timer: TimerHandle | null = null;

  constructor(options: ReactionsOptions) {
    this.#options = options;
  }

  /** Calls back with what is to be seen; returns what undoes it. */
  readonly subscribe = (listener: (counts: Counts) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The viewer reacts. */
  react(number: number): void {
    // What the server would not count is not shown as if it did.
    if (sum(this.#unsent) >= (limits.chatReactionsPerS * limits.chatReactionsEveryMs) / 1_000)
      return;
    this.#unsent[number] = (this.#unsent[number] ?? 0) + 1;
    this.#timer ??= this.#options.timers.setTimeout(
      () => this.#flush(),
      limits.chatReactionsEveryMs,
    );
    this.#show(chatReactions.map((_, each) => (each === number ? 1 : 0)));
  }

  /** The server told how often everybody reacted. */
  told(counts: Counts): void {
    const others = chatReactions.map((_, number) => {
      const own = Math.min(counts[number] ?? 0, this.#seenBefore[number] ?? 0);
      this.#seenBefore[number] = (this.#seenBefore[number] ?? 0) - own;
      return (counts[number] ?? 0) - own;
    });
    if (sum(others) > 0) this.#show(others);
  }

  #flush(): void {
    this.#timer = null;
    const counts = this.#unsent;
    this.#unsent = noReactions();
    this.#seenBefore = this.#seenBefore.map((count, number) => count + (counts[number] ?? 0));
    this.#options.send(counts);
  }

  #show(counts: Counts): void {
    for (const listener of [...this.#listeners]) listener(counts);
  }
}

function noReactions(): number[] {
  return chatReactions.map(() => 0);
}

function sum(counts: Counts): number {
  return counts.reduce((total, count) => total + count, 0);
}

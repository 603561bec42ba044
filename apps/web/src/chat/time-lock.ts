import type { ChatMessage } from '@tallylight/contract';

/** What decides which messages a viewer is shown. */
export type TimeLockFacts = {
  /** Known messages by their numbers, the earliest first. */
  readonly messages: readonly ChatMessage[];
  /** When what the viewer sees was captured, in ms since 1970; null: they see nothing that moves. */
  readonly positionMs: number | null;
  /** The server's clock, in ms since 1970. */
  readonly nowMs: number;
  /** Who they are: nobody waits for their own words. */
  readonly me: string | null;
  /** A message that came so long ago is shown whatever the picture does, in ms. */
  readonly longestHoldMs: number;
};

/**
 * Holds each message back until the viewer's own picture gets to the moment that its sender saw: beside a picture that
 * is 4 s behind, an answer comes 4 s later.
 */
export class TimeLock {
  /** The numbers of what is shown, in the order in which it came into sight. */
  #line: number[] = [];
  #shown = new Set<number>();
  /** The lowest number that was known at the last look; what is lower came as a page from before. */
  #first = Number.NEGATIVE_INFINITY;

  /** Forgets what was shown: the viewer has gone elsewhere. */
  reset(): void {
    this.#line = [];
    this.#shown = new Set();
    this.#first = Number.NEGATIVE_INFINITY;
  }

  /** @returns what is shown now, and how many are held back */
  look(facts: TimeLockFacts): { readonly shown: readonly ChatMessage[]; readonly held: number } {
    const { messages } = facts;
    const known = new Map(messages.map((message) => [message.seq, message]));
    const first = this.#first;
    const earlier: number[] = [];
    let held = 0;
    for (const message of messages) {
      const { seq } = message;
      if (this.#shown.has(seq)) continue;
      // A page from before what is in sight goes above it.
      const isHistory = seq < first;
      if (!isHistory && dueMs(message, known) > dueUntilMs(message, facts)) {
        held += 1;
        continue;
      }
      this.#shown.add(seq);
      if (isHistory) earlier.push(seq);
      else this.#line.push(seq);
    }
    this.#line = [...earlier, ...this.#line].filter((seq) => known.has(seq));
    this.#shown = new Set(this.#line);
    this.#first = messages[0]?.seq ?? Number.NEGATIVE_INFINITY;
    return { shown: this.#line.flatMap((seq) => known.get(seq) ?? []), held };
  }
}

/** When the picture that a message is about was captured, and no answer before its question. */
function dueMs(message: ChatMessage, known: ReadonlyMap<number, ChatMessage>): number {
  const own = message.mediaAtMs ?? message.atMs;
  const answered = message.replyTo === null ? undefined : known.get(message.replyTo);
  return answered === undefined ? own : Math.max(own, answered.mediaAtMs ?? answered.atMs);
}

/** What was captured up to here is due. */
function dueUntilMs(
  message: ChatMessage,
  { positionMs, nowMs, me, longestHoldMs }: TimeLockFacts,
): number {
  const isFree =
    positionMs === null || message.from.id === me || nowMs - message.atMs > longestHoldMs;
  return isFree ? Number.POSITIVE_INFINITY : positionMs;
}

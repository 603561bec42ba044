import { limits } from '@tallylight/contract';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ChatError } from './chat-error.ts';

/** So many questions may one page ask ... */
const questions = 40;
/** ... in this time, in s: each may be for 500 entries of the database. */
const questionsS = 2;

/** How much may be said and asked. */
export class ChatPace {
  readonly #said = new RateLimiterMemory({
    points: limits.chatBurst,
    duration: limits.chatBurstMs / 1000,
  });
  readonly #reacted = new RateLimiterMemory({ points: limits.chatReactionsPerS, duration: 1 });
  readonly #asked = new RateLimiterMemory({ points: questions, duration: questionsS });

  /**
   * Somebody says or changes something.
   *
   * @throws {ChatError} too-fast
   */
  async say(person: string): Promise<void> {
    const waitMs = await excessMs(this.#said, person);
    if (waitMs !== null) throw ChatError.tooFast(waitMs);
  }

  /** Somebody reacts so often. @returns whether it counts */
  async react(person: string, times: number): Promise<boolean> {
    return (await excessMs(this.#reacted, person, times)) === null;
  }

  /**
   * A page asks for something.
   *
   * @throws {ChatError} too-many-questions
   */
  async ask(socket: string): Promise<void> {
    const waitMs = await excessMs(this.#asked, socket);
    if (waitMs !== null) throw ChatError.tooManyQuestions(waitMs);
  }
}

/** Null where it is not too much; else when there is more to be had, in ms. */
async function excessMs(
  limiter: RateLimiterMemory,
  key: string,
  points = 1,
): Promise<number | null> {
  try {
    await limiter.consume(key, points);
    return null;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext;
    throw error;
  }
}

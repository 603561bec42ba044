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
  say(person: string): Promise<void> {
    return consume(this.#said, person, ChatError.tooFast);
  }

  /** Somebody reacts so often. @returns whether it counts */
  async react(person: string, times: number): Promise<boolean> {
    try {
      await this.#reacted.consume(person, times);
      return true;
    } catch (error) {
      if (error instanceof RateLimiterRes) return false;
      throw error;
    }
  }

  /**
   * A page asks for something.
   *
   * @throws {ChatError} too-many-questions
   */
  ask(socket: string): Promise<void> {
    return consume(this.#asked, socket, ChatError.tooManyQuestions);
  }
}

async function consume(
  limiter: RateLimiterMemory,
  key: string,
  errorAfter: (ms: number) => ChatError,
): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw errorAfter(error.msBeforeNext);
    throw error;
  }
}

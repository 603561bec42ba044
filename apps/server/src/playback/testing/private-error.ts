import { ProblemError } from '@tallylight/contract';

/** What the owner of private channels would refuse with. */
export class PrivateError extends ProblemError {
  override readonly name = 'PrivateError';

  constructor() {
    super('key_missing', 'This channel is private.');
  }
}

import { ProblemError } from '@tallylight/contract';

/** Why a page may have no socket. */
export class SocketError extends ProblemError {
  override readonly name = 'SocketError';

  static tooManyFromAddress(limit: number): SocketError {
    return new SocketError(
      'too_many_requests',
      `${limit} pages are connected from this address already. Close some of them; or whoever runs the server lets in more (TALLYLIGHT_SOCKETS_PER_ADDRESS).`,
    );
  }

  static full(limit: number): SocketError {
    return new SocketError('at_capacity', `${limit} pages are connected already.`);
  }
}

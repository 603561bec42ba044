import type { Problem } from '@tallylight/protocol';
import type { PathProtocol } from './restart-descriptions.ts';

/**
 * Where a session was when it failed; a user is told this:
 * `offer` in the browser · `request` on its way to the server, over HTTP · `answer` in the browser again ·
 * `connect` looking for a way for media (ICE) · `secure` setting up the secure channel on that way (DTLS) ·
 * `connected` media could flow.
 */
export type SessionStage = 'offer' | 'request' | 'answer' | 'connect' | 'secure' | 'connected';

/**
 * Why a session failed:
 * `offer` the browser made no offer · `network` the server can't be reached · `unauthorized` the key is
 * missing or wrong · `not-found` no such channel · `off-air` nothing to watch now · `busy` somebody else
 * publishes · `codec` no codec in common · `http` any other refusal · `answer` the browser took no part in
 * the server's answer · `ice` no network path · `dtls` no secure channel · `timeout` not connected in time ·
 * `lost` it was connected and is no more · `aborted` closed by its owner while it started.
 */
export type SessionErrorReason =
  | 'offer'
  | 'network'
  | 'unauthorized'
  | 'not-found'
  | 'off-air'
  | 'busy'
  | 'codec'
  | 'http'
  | 'answer'
  | 'ice'
  | 'dtls'
  | 'timeout'
  | 'lost'
  | 'aborted';

type SessionErrorFacts = {
  readonly reason: SessionErrorReason;
  readonly stage: SessionStage;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | null;
  readonly problem?: Problem;
  readonly tried?: readonly PathProtocol[];
  readonly cause?: unknown;
};

/** What a refusal of the server carried. */
export type Refusal = {
  readonly problem: Problem;
  /** Null when the server named no time. */
  readonly retryAfterMs: number | null;
};

const reasonsByCode: Readonly<Record<string, SessionErrorReason>> = {
  channel_off_air: 'off-air',
  already_live: 'busy',
  channel_unknown: 'not-found',
  key_missing: 'unauthorized',
  key_wrong: 'unauthorized',
  offer_no_codec: 'codec',
};

/** The end of a WHIP or WHEP session that its owner did not ask for. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly reason: SessionErrorReason;
  readonly stage: SessionStage;
  /** True when a new session may succeed later without a change. */
  readonly retryable: boolean;
  /** What the server asked to wait (RFC 9110, section 10.2.3), in ms; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** What the server said, where it was the server that refused. */
  readonly problem: Problem | null;
  /** Over what the server could have been reached, where no way to it was found; empty for other failures. */
  readonly tried: readonly PathProtocol[];

  private constructor(message: string, facts: SessionErrorFacts) {
    super(message, { cause: facts.cause });
    this.reason = facts.reason;
    this.stage = facts.stage;
    this.retryable = facts.retryable;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.problem = facts.problem ?? null;
    this.tried = facts.tried ?? [];
  }

  static offerFailed(cause: unknown): SessionError {
    return new SessionError('This browser could not offer a WebRTC session.', {
      reason: 'offer',
      stage: 'offer',
      retryable: false,
      cause,
    });
  }

  static unreachable(url: string, cause: unknown): SessionError {
    return new SessionError(`The server at ${url} can't be reached.`, {
      reason: 'network',
      stage: 'request',
      retryable: true,
      cause,
    });
  }

  /**
   * @param conflict what a 409 without a known code means here: the draft of WHEP gives it to a broadcast
   *   that is not on air, WHIP servers to a channel that is taken
   */
  static refused({ problem, retryAfterMs }: Refusal, conflict: 'off-air' | 'busy'): SessionError {
    const reason = reasonsByCode[problem.code ?? ''] ?? reasonOfStatus(problem.status, conflict);
    return new SessionError(problem.detail ?? problem.title, {
      reason,
      stage: 'request',
      retryable: isRetryableStatus(problem.status),
      retryAfterMs,
      problem,
    });
  }

  /** The server accepted, but what it sent can't be used. */
  static answerUnusable(why: string, cause?: unknown): SessionError {
    return new SessionError(`The server's answer can't be used: ${why}.`, {
      reason: 'answer',
      stage: 'answer',
      retryable: false,
      cause,
    });
  }

  /** @param tried over what the server's candidates can be reached */
  static noNetworkPath(tried: readonly PathProtocol[]): SessionError {
    return new SessionError('No network path for media to the server was found.', {
      reason: 'ice',
      stage: 'connect',
      retryable: true,
      tried,
    });
  }

  static noSecureChannel(): SessionError {
    return new SessionError('The secure channel for media could not be set up.', {
      reason: 'dtls',
      stage: 'secure',
      retryable: true,
    });
  }

  /** @param tried as for noNetworkPath(); it counts in the stage `connect` */
  static timedOut(
    stage: SessionStage,
    timeoutMs: number,
    tried: readonly PathProtocol[] = [],
  ): SessionError {
    return new SessionError(`Not connected within ${timeoutMs} ms; it stopped at: ${stage}.`, {
      reason: 'timeout',
      stage,
      retryable: true,
      tried: stage === 'connect' ? tried : [],
    });
  }

  static lost(): SessionError {
    return new SessionError('The connection to the server was lost.', {
      reason: 'lost',
      stage: 'connected',
      retryable: true,
    });
  }

  static aborted(stage: SessionStage): SessionError {
    return new SessionError('The session was closed while it started.', {
      reason: 'aborted',
      stage,
      retryable: false,
    });
  }
}

function reasonOfStatus(status: number, conflict: 'off-air' | 'busy'): SessionErrorReason {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not-found';
  if (status === 409) return conflict;
  return 'http';
}

function isRetryableStatus(status: number): boolean {
  return status >= 500 || status === 408 || status === 409 || status === 429;
}

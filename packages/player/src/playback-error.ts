/**
 * Why a channel can't be played over HTTP just now:
 * `network` the server can't be reached, or refuses · `packager-down` the server's packager is not running ·
 * `not-packaged` the server makes nothing for players over HTTP · `media` the browser can't play what came ·
 * `stalled` nothing came for long · `unsupported` the browser has no way to play HLS.
 */
export type PlaybackErrorReason =
  | 'network'
  | 'packager-down'
  | 'not-packaged'
  | 'media'
  | 'stalled'
  | 'unsupported';

/** Playing over HTTP failed, once or for good. */
export class PlaybackError extends Error {
  override readonly name = 'PlaybackError';
  readonly reason: PlaybackErrorReason;
  /** True when another try may succeed without a change. */
  readonly retryable: boolean;

  private constructor(
    message: string,
    facts: { reason: PlaybackErrorReason; retryable: boolean; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.reason = facts.reason;
    this.retryable = facts.retryable;
  }

  /** @param status HTTP status of the refusal; null where no answer came */
  static network(what: string, status: number | null, cause?: unknown): PlaybackError {
    const how = status === null ? 'got no answer' : `was refused with ${status}`;
    return new PlaybackError(`${what} ${how}.`, { reason: 'network', retryable: true, cause });
  }

  static packagerDown(): PlaybackError {
    return new PlaybackError('The packager of the server is not running.', {
      reason: 'packager-down',
      retryable: true,
    });
  }

  static notPackaged(): PlaybackError {
    return new PlaybackError('The server does not package this broadcast for HLS.', {
      reason: 'not-packaged',
      retryable: false,
    });
  }

  static media(what: string, cause?: unknown): PlaybackError {
    return new PlaybackError(`The browser could not play what came: ${what}.`, {
      reason: 'media',
      retryable: true,
      cause,
    });
  }

  static stalled(): PlaybackError {
    return new PlaybackError('No new picture or sound came for long.', {
      reason: 'stalled',
      retryable: true,
    });
  }

  static unsupported(): PlaybackError {
    return new PlaybackError('This browser has neither Media Source Extensions nor HLS.', {
      reason: 'unsupported',
      retryable: false,
    });
  }
}

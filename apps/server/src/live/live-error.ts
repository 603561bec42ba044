import { limits, ProblemError } from '@tallylight/contract';

/** What the hub and the SFU refuse. */
export class LiveError extends ProblemError {
  override readonly name = 'LiveError';

  static channelBusy(channel: string): LiveError {
    return new LiveError(
      'channel_busy',
      `Channel "${channel}" already has a publisher. End that broadcast first, or wait until its connection is given up.`,
      { retryAfterMs: limits.retryAfterMs },
    );
  }

  static offAir(channel: string): LiveError {
    return new LiveError(
      'channel_off_air',
      `Channel "${channel}" is not on air. Ask again in a moment.`,
      {
        retryAfterMs: limits.retryAfterMs,
      },
    );
  }

  /** The publisher went while a viewer was on its way in. */
  static sourceGone(cause?: unknown): LiveError {
    return new LiveError(
      'channel_off_air',
      'The broadcast was just interrupted. Ask again in a moment.',
      {
        cause,
        retryAfterMs: limits.retryAfterMs,
      },
    );
  }

  static mediaUnavailable(cause?: unknown): LiveError {
    return new LiveError(
      'media_unavailable',
      'No media worker is running. A new one is being started.',
      {
        cause,
        retryAfterMs: limits.retryAfterMs,
      },
    );
  }
}

import { limits, ProblemError } from '@tallylight/contract';
import type { CloseReason } from './sfu.ts';

/** What the hub and the SFU refuse. */
export class LiveError extends ProblemError {
  override readonly name = 'LiveError';

  static alreadyLive(channel: string): LiveError {
    return new LiveError(
      'already_live',
      `Channel "${channel}" already has a publisher. End that broadcast first, or take over: publish to the same URL with "?takeover=true".`,
      { retryAfterMs: limits.retryAfterMs },
    );
  }

  /** So many are on their way in that one more would only be in the way. */
  static tooManyPending(channel: string, count: number): LiveError {
    return new LiveError(
      'too_many_pending',
      `${count} publishers are connecting to channel "${channel}" already. One that never connects is given up after ${limits.connectMs / 1000} s.`,
      { retryAfterMs: limits.connectMs },
    );
  }

  static tooManyPendingViewers(count: number): LiveError {
    return new LiveError(
      'too_many_pending',
      `${count} sessions from this address are still connecting. One that never connects is given up after ${limits.connectMs / 1000} s.`,
      { retryAfterMs: limits.connectMs },
    );
  }

  static tooManyViewers(count: number): LiveError {
    return new LiveError(
      'too_many_requests',
      `The server keeps account of ${count} viewers, which is all it does. Ask again later.`,
      { retryAfterMs: limits.presenceMs },
    );
  }

  static tooManyFromAddress(count: number): LiveError {
    return new LiveError(
      'too_many_requests',
      `The server keeps account of ${count} viewers of this address, which is all it does for one. Ask again later.`,
      { retryAfterMs: limits.presenceMs },
    );
  }

  static layerUnknown(id: string, known: readonly string[]): LiveError {
    return new LiveError(
      'layer_unknown',
      `There is no layer "${id}"; the broadcast has ${known.length > 0 ? known.join(', ') : 'none'}.`,
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

  /** The server has as many viewers as it may. */
  static atCapacity(viewers: number): LiveError {
    return new LiveError(
      'at_capacity',
      `The server has ${viewers} viewers, which is all it takes. Ask again later.`,
      { retryAfterMs: fullRetryAfterMs },
    );
  }

  /** What to tell a client who asks for a session that the server ended. */
  static ended(reason: CloseReason): LiveError {
    switch (reason) {
      case 'replaced':
        return new LiveError('replaced', 'Another publisher with the stream key took over.');
      case 'bitrate':
        return new LiveError(
          'bitrate_exceeded',
          'The stream was above the bitrate that this server takes. Lower it and publish again.',
        );
      case 'renegotiate':
        return new LiveError(
          'session_ended',
          'What is on air changed in a way that needs a new session. Join again.',
        );
      case 'closed':
      case 'dtls':
      case 'silent':
      case 'worker':
        return new LiveError('session_ended', endings[reason]);
    }
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

const endings = {
  closed: 'The broadcast is over.',
  dtls: 'The connection was closed by the client, or its DTLS handshake failed.',
  silent: 'The client was silent for too long.',
  worker: 'The media server restarted. Make a new session.',
} as const;

/** When a full server is worth asking again, in ms. */
const fullRetryAfterMs = 10_000;

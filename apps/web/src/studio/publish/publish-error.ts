import { type Problem, SessionError, type SessionErrorReason } from '@tallylight/webrtc';

/**
 * Why a broadcast did not start, or ended on its own:
 * `busy` somebody is live on the channel · `key` the stream key is missing or wrong · `unknown-channel` ·
 * `codec` no codec in common · `unreachable` the server does not answer · `no-path` media finds no way
 * through the network · `unconfirmed` media went out and the server did not say that it is live · `lost` the
 * connection went and did not come back in time · `replaced` another tab or device with the key took over ·
 * `bitrate` the server allows no such bitrate · `refused` anything else.
 */
export type PublishReason =
  | 'busy'
  | 'key'
  | 'unknown-channel'
  | 'codec'
  | 'unreachable'
  | 'no-path'
  | 'unconfirmed'
  | 'lost'
  | 'replaced'
  | 'bitrate'
  | 'refused';

const reasons: Record<SessionErrorReason, PublishReason> = {
  offer: 'codec',
  network: 'unreachable',
  unauthorized: 'key',
  'not-found': 'unknown-channel',
  'off-air': 'refused',
  busy: 'busy',
  codec: 'codec',
  http: 'refused',
  answer: 'codec',
  ice: 'no-path',
  dtls: 'no-path',
  timeout: 'no-path',
  lost: 'lost',
  aborted: 'refused',
};

/** The reasons that time does not mend: no try follows them. */
const final: ReadonlySet<PublishReason> = new Set([
  'key',
  'unknown-channel',
  'codec',
  'replaced',
  'bitrate',
]);

/** What the server says of a session that it ended on purpose, by the problem's code. */
const endings: Readonly<Record<string, PublishReason>> = {
  replaced: 'replaced',
  bitrate_exceeded: 'bitrate',
};

/** A broadcast did not start, or ended on its own. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly reason: PublishReason;

  private constructor(reason: PublishReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }

  static unconfirmed(): PublishError {
    return new PublishError('unconfirmed', 'The server did not confirm that the channel is live');
  }

  /** The session was closed by somebody else than its owner. */
  static closed(): PublishError {
    return new PublishError('lost', 'The session was closed');
  }

  /** The way back was tried for as long as the server waits. */
  static lost(cause: PublishError): PublishError {
    // Somebody else who took the channel meanwhile is the better explanation.
    if (cause.reason === 'busy') return cause;
    return new PublishError('lost', cause.message, cause);
  }

  /** The server ended the session on purpose; null where it was an accident, after which one comes back. */
  static ended({ code, detail, title }: Problem): PublishError | null {
    const reason = endings[code ?? ''];
    return reason === undefined ? null : new PublishError(reason, detail ?? title);
  }

  static from(cause: unknown): PublishError {
    if (cause instanceof PublishError) return cause;
    if (cause instanceof SessionError)
      return new PublishError(reasons[cause.reason], cause.message, cause);
    return new PublishError(
      'refused',
      cause instanceof Error ? cause.message : String(cause),
      cause,
    );
  }

  /** True when another try can't help before something is changed. */
  get final(): boolean {
    return final.has(this.reason);
  }
}

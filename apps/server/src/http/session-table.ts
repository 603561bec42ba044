import { randomBytes } from 'node:crypto';
import { HttpError } from './http-error.ts';

/** What a table keeps: it leaves by itself when it has ended. */
type Ending = { onEnded(listener: () => void): void };

/** The sessions behind one kind of URL. */
export class SessionTable<Session extends Ending> {
  readonly #sessions = new Map<string, { channel: string; session: Session }>();

  /** @returns the session's name in its URL: 160 random bits, so that knowing it is a credential */
  add(channel: string, session: Session): string {
    const id = randomBytes(20).toString('base64url');
    this.#sessions.set(id, { channel, session });
    session.onEnded(() => this.#sessions.delete(id));
    return id;
  }

  /** @throws {HttpError} session-unknown */
  require(channel: string, id: string): Session {
    const entry = this.#sessions.get(id);
    if (entry?.channel !== channel) throw HttpError.sessionUnknown();
    return entry.session;
  }
}

import { randomBytes } from 'node:crypto';
import type { ProblemError } from '@tallylight/contract';
import { HttpError } from './http-error.ts';

/** The end of a session that its client did not ask for. */
export type Ending = {
  /** What to tell the client who asks for it afterwards. */
  readonly why: ProblemError;
  /** The client says that it won't come back; absent where nobody waits for it. */
  readonly leave?: () => void;
};

/** What a table keeps: it leaves by itself when it has ended. */
type Kept = {
  /** Calls back once. */
  onEnded(listener: (ending: Ending) => void): void;
  /** The client says goodbye. */
  end(): void;
};

/** One session and what HTTP knows of it. */
export type SessionEntry<Session> = {
  readonly id: string;
  readonly session: Session;
  /** Changes with each ICE restart (RFC 9725, section 4.3). */
  etag: string;
  /** The requests that change it stand in line here. */
  line: Promise<unknown>;
};

type Slot<Session> = {
  readonly channel: string;
  state: SessionEntry<Session> | Ending;
};

/** How long it is told why a session ended, in ms, and of how many at most. */
const memoryMs = 60_000;
const memoryCount = 10_000;

/** The sessions behind one kind of URL, and for a while those that the server ended. */
export class SessionTable<Session extends Kept> {
  readonly #slots = new Map<string, Slot<Session>>();
  /** Ended ones, the oldest first. */
  readonly #ended = new Map<string, NodeJS.Timeout>();

  /** Gives the session a name for its URL: 160 random bits, so that knowing it is a credential. */
  add(channel: string, session: Session): SessionEntry<Session> {
    const id = randomBytes(20).toString('base64url');
    const entry = { id, session, etag: newEtag(), line: Promise.resolve() };
    const slot: Slot<Session> = { channel, state: entry };
    this.#slots.set(id, slot);
    session.onEnded((ending) => {
      if (this.#slots.get(id) !== slot) return;
      slot.state = ending;
      this.#remember(id);
    });
    return entry;
  }

  /** @throws {HttpError} session-unknown; {ProblemError} why the server ended it */
  require(channel: string, id: string): SessionEntry<Session> {
    const { state } = this.#slot(channel, id);
    if ('why' in state) throw state.why;
    return state;
  }

  /**
   * The client says goodbye, be it to a session that the server ended.
   *
   * @throws {HttpError} session-unknown
   */
  end(channel: string, id: string): void {
    const { state } = this.#slot(channel, id);
    this.#forget(id);
    if ('why' in state) state.leave?.();
    else state.session.end();
  }

  #forget(id: string): void {
    clearTimeout(this.#ended.get(id));
    this.#ended.delete(id);
    this.#slots.delete(id);
  }

  /** Forgets all, with its timers. */
  clear(): void {
    for (const id of [...this.#slots.keys()]) this.#forget(id);
  }

  #slot(channel: string, id: string): Slot<Session> {
    const slot = this.#slots.get(id);
    if (slot?.channel !== channel) throw HttpError.sessionUnknown();
    return slot;
  }

  #remember(id: string): void {
    const timer = setTimeout(() => this.#forget(id), memoryMs);
    timer.unref();
    this.#ended.set(id, timer);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > memoryCount && oldest !== undefined) this.#forget(oldest);
  }
}

/** A strong entity tag (RFC 9110, section 8.8.3). */
export function newEtag(): string {
  return `"${randomBytes(9).toString('base64url')}"`;
}

import { randomBytes } from 'node:crypto';
import type { ProblemError } from '@tallylight/contract';
import { HttpError } from './http-error.ts';

/** What a table keeps: it leaves by itself when it has ended. */
type Ending = {
  /** Calls back once, with what to tell a client who asks for it afterwards. */
  onEnded(listener: (why: ProblemError) => void): void;
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
  entry: SessionEntry<Session> | null;
  why: ProblemError | null;
};

/** How long it is told why a session ended, in ms, and of how many at most. */
const memoryMs = 60_000;
const memoryCount = 10_000;

/** The sessions behind one kind of URL, and for a while those that the server ended. */
export class SessionTable<Session extends Ending> {
  readonly #slots = new Map<string, Slot<Session>>();
  /** Ended ones, the oldest first. */
  readonly #ended = new Map<string, NodeJS.Timeout>();

  /** Gives the session a name for its URL: 160 random bits, so that knowing it is a credential. */
  add(channel: string, session: Session): SessionEntry<Session> {
    const id = randomBytes(20).toString('base64url');
    const entry = { id, session, etag: newEtag(), line: Promise.resolve() };
    const slot: Slot<Session> = { channel, entry, why: null };
    this.#slots.set(id, slot);
    session.onEnded((why) => {
      if (slot.entry === null) return;
      slot.entry = null;
      slot.why = why;
      this.#remember(id);
    });
    return entry;
  }

  /** @throws {HttpError} session-unknown; {ProblemError} why the server ended it */
  require(channel: string, id: string): SessionEntry<Session> {
    const slot = this.#slots.get(id);
    if (slot?.channel !== channel) throw HttpError.sessionUnknown();
    if (slot.entry === null) throw slot.why ?? HttpError.sessionUnknown();
    return slot.entry;
  }

  /** The client ended it: nothing is left to tell. */
  forget(id: string): void {
    const slot = this.#slots.get(id);
    if (slot !== undefined) slot.entry = null;
    clearTimeout(this.#ended.get(id));
    this.#ended.delete(id);
    this.#slots.delete(id);
  }

  /** Forgets all, with its timers. */
  clear(): void {
    for (const id of [...this.#slots.keys()]) this.forget(id);
  }

  #remember(id: string): void {
    const timer = setTimeout(() => this.forget(id), memoryMs);
    timer.unref();
    this.#ended.set(id, timer);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > memoryCount && oldest !== undefined) this.forget(oldest);
  }
}

/** A strong entity tag (RFC 9110, section 8.8.3). */
export function newEtag(): string {
  return `"${randomBytes(9).toString('base64url')}"`;
}

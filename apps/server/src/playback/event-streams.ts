import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { WhepEventName } from './whep-news.ts';
import type { WhepSession } from './whep-session.ts';

/** A choice of events that a viewer made, and who reads it. */
export type EventStream = {
  readonly names: ReadonlySet<WhepEventName>;
  readonly readers: Set<ServerResponse>;
};

/** How many a session may have; the oldest makes room. */
const streamsPerSession = 8;

/** The event streams that viewers made, for as long as their sessions last. */
export class EventStreams {
  readonly #bySession = new Map<WhepSession, Map<string, EventStream>>();

  /** @returns the stream's name for its URL */
  add(session: WhepSession, names: readonly WhepEventName[]): string {
    const streams = this.#of(session);
    const [oldest] = streams.keys();
    if (streams.size >= streamsPerSession && oldest !== undefined) this.end(session, oldest);
    const id = randomBytes(9).toString('base64url');
    streams.set(id, { names: new Set(names), readers: new Set() });
    return id;
  }

  find(session: WhepSession, id: string): EventStream | undefined {
    return this.#bySession.get(session)?.get(id);
  }

  /** @returns false where there is no such stream */
  end(session: WhepSession, id: string): boolean {
    const stream = this.find(session, id);
    for (const reader of stream?.readers ?? []) reader.end();
    return this.#bySession.get(session)?.delete(id) ?? false;
  }

  #of(session: WhepSession): Map<string, EventStream> {
    const known = this.#bySession.get(session);
    if (known !== undefined) return known;
    const streams = new Map<string, EventStream>();
    this.#bySession.set(session, streams);
    session.onClosed(() => this.#bySession.delete(session));
    return streams;
  }
}

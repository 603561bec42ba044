import type { Reply } from './http.ts';

/** A rule that a server breaks: the message says what was seen. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

export function fail(what: string): never {
  throw new Failure(what);
}

export function expect(holds: boolean, otherwise: string): void {
  if (!holds) fail(otherwise);
}

/** @throws {Failure} another status than these */
export function expectStatus(reply: Reply, statuses: readonly number[], of: string): void {
  expect(
    statuses.includes(reply.status),
    `${of}: ${reply.method} was answered with ${reply.status}, not ${statuses.join(' or ')}`,
  );
}

/** @throws {Failure} it was taken */
export function expectRefused(reply: Reply, of: string): void {
  expect(
    reply.status >= 400 && reply.status < 500,
    `${of}: ${reply.method} was answered with ${reply.status}, not refused with 4xx`,
  );
}

import type { DatabaseSync } from 'node:sqlite';

/** What each version of the file adds to the one before; only ever appended to. */
const steps: readonly string[] = [
  `
  -- A channel's log is numbered: head is the newest number, floor the newest that is kept no longer.
  CREATE TABLE channel (
    name TEXT NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL,
    floor INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Messages as they stand now.
  CREATE TABLE message (
    channel TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    at_ms REAL NOT NULL,
    media_at_ms REAL,
    sender TEXT NOT NULL,
    name TEXT NOT NULL,
    colour INTEGER NOT NULL,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    reply_to INTEGER,
    is_edited INTEGER NOT NULL DEFAULT 0,
    removed_by TEXT,
    PRIMARY KEY (channel, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX message_once ON message (channel, sender, id);
  -- What somebody said without a picture is about what was captured then.
  CREATE INDEX message_moment ON message (channel, coalesce(media_at_ms, at_ms));

  -- Every line of the log, and the message that it is about: its own number where it is that message.
  CREATE TABLE entry (
    channel TEXT NOT NULL,
    seq INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (channel, seq)
  ) STRICT, WITHOUT ROWID;

  -- Names that people took; skeleton is what the name looks like.
  CREATE TABLE person (
    channel TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    skeleton TEXT NOT NULL,
    colour INTEGER NOT NULL,
    at_ms REAL NOT NULL,
    PRIMARY KEY (channel, id)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX person_looks ON person (channel, skeleton);

  CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

/**
 * Brings the file to the newest version.
 *
 * @throws {Error} it was written by a later Tallylight, or can't be written
 */
export function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get();
  const version = Number(row?.['user_version'] ?? 0);
  if (version > steps.length) {
    throw new Error(
      `The chat's database is of version ${version}; this Tallylight knows ${steps.length} at most. Start the newer one again, or move chat.db away to begin with an empty chat.`,
    );
  }
  for (let next = version; next < steps.length; next += 1) {
    database.exec(`BEGIN IMMEDIATE; ${steps[next]} PRAGMA user_version = ${next + 1}; COMMIT;`);
  }
}

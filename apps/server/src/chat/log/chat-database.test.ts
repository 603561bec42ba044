import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ChatPerson } from '@tallylight/contract';
import { expect, onTestFinished, test } from 'vitest';
import { type ChatCall, doTogether } from './chat-batch.ts';
import { ChatDatabase, type ChatDraft, type Posted } from './chat-database.ts';

const anna: ChatPerson = { id: 'anna', name: 'Anna', colour: 1, role: 'viewer' };
const ben: ChatPerson = { id: 'ben', name: 'Ben', colour: 2, role: 'viewer' };
const host: ChatPerson = { id: 'host', name: 'live', colour: 0, role: 'owner' };

function open() {
  const folder = mkdtempSync(join(tmpdir(), 'tallylight-chat-'));
  const path = join(folder, 'chat.db');
  const database = ChatDatabase.open(path);
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  /** Within a transaction of its own. */
  const write = <Result>(act: (database: ChatDatabase) => Result): Result => {
    database.begin();
    const result = act(database);
    database.commit();
    return result;
  };
  return { database, path, write };
}

const draft = (text: string, more: Partial<ChatDraft> = {}): ChatDraft => ({
  ...{ channel: 'live', id: `id-of-${text}`, from: anna, text },
  ...{ mediaAtMs: null, replyTo: null, atMs: 1_000 },
  ...more,
});

function posted(result: Posted | 'unknown'): Posted {
  if (result === 'unknown') throw new Error('the message was not kept');
  return result;
}

test('messages are numbered without a gap, each channel by itself', () => {
  const { write } = open();
  const seqs = write((db) => [
    posted(db.post(draft('a'))).message.seq,
    posted(db.post(draft('b'))).message.seq,
    posted(db.post(draft('c', { channel: 'other' }))).message.seq,
    posted(db.post(draft('d'))).message.seq,
  ]);
  expect(seqs).toEqual([1, 2, 1, 3]);
});

test('what is sent twice is kept once, as it was first', () => {
  const { database, write } = open();
  const first = write((db) => posted(db.post(draft('hello', { id: 'same-id-1' }))));
  const again = write((db) => posted(db.post(draft('changed', { id: 'same-id-1', atMs: 9_000 }))));
  expect(again).toEqual({ message: first.message, isNew: false });
  // Somebody else may call theirs the same.
  expect(write((db) => posted(db.post(draft('x', { id: 'same-id-1', from: ben })))).isNew).toBe(
    true,
  );
  expect(database.ends('live').head).toBe(2);
});

test('who was away gets every entry once, in order, as it stands now', () => {
  const { database, write } = open();
  write((db) => {
    for (const text of ['a', 'b', 'c']) db.post(draft(text));
    db.change({ channel: 'live', seq: 2, by: anna, to: 'edited', text: 'B' });
    db.change({ channel: 'live', seq: 1, by: host, to: 'removed' });
  });
  const page = database.entriesAfter('live', 0, 10);
  expect(page?.entries.map((entry) => [entry.seq, entry.type])).toEqual([
    [1, 'message'],
    [2, 'message'],
    [3, 'message'],
    [4, 'changed'],
    [5, 'changed'],
  ]);
  // Nobody who comes later learns what was taken away, or what stood there before an edit.
  expect(JSON.stringify(page)).not.toContain('"text":"a"');
  expect(page?.entries[1]).toMatchObject({ message: { text: 'B', isEdited: true } });
  expect(database.entriesAfter('live', 2, 2)).toMatchObject({
    entries: [{ seq: 3 }, { seq: 4 }],
    isWhole: false,
  });
  expect(database.entriesAfter('live', 5, 2)).toEqual({ entries: [], isWhole: true });
});

test('a number that is none of ours has no entries after it', () => {
  const { database, write } = open();
  write((db) => db.post(draft('a')));
  expect(database.entriesAfter('live', 2, 10)).toBeNull();
  expect(database.entriesAfter('nowhere', 1, 10)).toBeNull();
  expect(database.entriesAfter('nowhere', 0, 10)).toEqual({ entries: [], isWhole: true });
});

test('history comes by page, the earliest first', () => {
  const { database, write } = open();
  write((db) => {
    for (let n = 1; n <= 5; n += 1) db.post(draft(`m${n}`));
  });
  const texts = (before: number | null) => {
    const { messages, isWhole } = database.messagesBefore('live', before, 2);
    return [...messages.map(({ text }) => text), isWhole];
  };
  expect(texts(null)).toEqual(['m4', 'm5', false]);
  expect(texts(4)).toEqual(['m2', 'm3', false]);
  expect(texts(2)).toEqual(['m1', true]);
});

test('messages about a moment are found by what their senders saw', () => {
  const { database, write } = open();
  write((db) => {
    db.post(draft('saw 10', { atMs: 14, mediaAtMs: 10 }));
    db.post(draft('saw nothing at 12', { atMs: 12 }));
    db.post(draft('saw 20', { atMs: 21, mediaAtMs: 20 }));
  });
  const texts = (from: number, to: number) =>
    database.messagesOf('live', from, to, 10).messages.map(({ text }) => text);
  expect(texts(0, 11)).toEqual(['saw 10']);
  expect(texts(0, 15)).toEqual(['saw 10', 'saw nothing at 12']);
  expect(texts(15, 30)).toEqual(['saw 20']);
});

test.each([
  ['edited', anna, true],
  ['edited', ben, false],
  ['edited', host, false],
  ['removed', anna, true],
  ['removed', ben, false],
  ['removed', host, true],
] as const)('%s by %o: %s', (to, by, isAllowed) => {
  const { write } = open();
  write((db) => db.post(draft('a')));
  const change =
    to === 'edited'
      ? ({ channel: 'live', seq: 1, by, to, text: 'b' } as const)
      : ({ channel: 'live', seq: 1, by, to } as const);
  const result = write((db) => db.change(change));
  expect(result === 'not allowed').toBe(!isAllowed);
});

test('what a moderator took away its sender does not put back, and it comes back as it was', () => {
  const { write } = open();
  write((db) => db.post(draft('a')));
  const change = (by: ChatPerson, to: 'removed' | 'restored') =>
    write((db) => db.change({ channel: 'live', seq: 1, by, to }));
  expect(change(host, 'removed')).toMatchObject({ message: { text: '', isRemoved: true } });
  expect(change(anna, 'restored')).toBe('not allowed');
  expect(change(host, 'restored')).toMatchObject({ message: { text: 'a', isRemoved: false } });
  expect(change(anna, 'removed')).toMatchObject({ message: { isRemoved: true } });
  expect(change(anna, 'restored')).toMatchObject({ message: { text: 'a' } });
});

test('answers and changes are about messages that there are', () => {
  const { write } = open();
  expect(write((db) => db.post(draft('a', { replyTo: 7 })))).toBe('unknown');
  expect(write((db) => db.change({ channel: 'live', seq: 7, by: host, to: 'removed' }))).toBe(
    'unknown',
  );
});

test('a name is one person\u2019s until they were silent for long', () => {
  const { database, write } = open();
  const claim = (id: string, atMs: number, skeleton = 'anna') =>
    write((db) =>
      db.claim({
        ...{ channel: 'live', id, name: id, skeleton, colour: 1, atMs },
        freeBeforeMs: atMs - 100,
      }),
    );
  expect(claim('first', 1_000)).toBe(true);
  expect(claim('second', 1_050)).toBe(false);
  expect(claim('first', 1_060)).toBe(true);
  expect(claim('first', 1_070, 'another')).toBe(true);
  expect(claim('second', 1_080)).toBe(true);
  expect(claim('first', 1_100)).toBe(false);
  expect(claim('first', 1_200)).toBe(true);
  expect(database.person('live', 'second')).toBeNull();
  expect(database.person('live', 'first')).toEqual({ name: 'first', colour: 1 });
});

test('what is old, or too much, is kept no longer, and its numbers are not given again', () => {
  const { database, write } = open();
  write((db) => {
    for (let n = 1; n <= 6; n += 1) db.post(draft(`m${n}`, { atMs: n * 100 }));
    db.change({ channel: 'live', seq: 2, by: anna, to: 'removed' });
  });
  expect(write((db) => db.prune({ beforeMs: 250, keepEntries: 100 }))).toBe(1);
  expect(database.ends('live')).toEqual({ head: 7, floor: 2 });
  expect(database.entriesAfter('live', 1, 10)).toBeNull();
  expect(database.entriesAfter('live', 6, 10)?.entries).toEqual([
    { seq: 7, type: 'gone', target: 2 },
  ]);
  expect(write((db) => db.prune({ beforeMs: 250, keepEntries: 100 }))).toBe(0);
  expect(write((db) => db.prune({ beforeMs: 0, keepEntries: 2 }))).toBe(1);
  expect(database.messagesBefore('live', null, 10).messages.map(({ seq }) => seq)).toEqual([6]);
  expect(write((db) => db.prune({ beforeMs: 1e9, keepEntries: 1 }))).toBe(1);
  expect(write((db) => posted(db.post(draft('next')))).message.seq).toBe(8);
});

test('a secret is made once', () => {
  const { write } = open();
  const secret = write((db) => db.secret('a'));
  expect(secret).toHaveLength(32);
  expect(write((db) => db.secret('a'))).toEqual(secret);
  expect(write((db) => db.secret('b'))).not.toEqual(secret);
});

test('a database of a later version is left as it is', () => {
  const { database, path } = open();
  database.close();
  const raw = new DatabaseSync(path);
  raw.exec('PRAGMA user_version = 99');
  raw.close();
  expect(() => ChatDatabase.open(path)).toThrow(/version 99/);
});

test('where nothing can be written nothing is kept, and reading goes on', () => {
  const { database, path } = open();
  const calls: ChatCall[] = [
    { number: 1, name: 'post', values: [draft('a')] },
    { number: 2, name: 'ends', values: ['live'] },
    { number: 3, name: 'post', values: [draft('b')] },
  ];
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  expect(doTogether(database, calls)).toEqual([
    { number: 1, fault: expect.stringContaining('locked') as string },
    { number: 3, fault: expect.stringContaining('locked') as string },
    { number: 2, value: { head: 0, floor: 0 } },
  ]);
  other.exec('ROLLBACK');
  other.close();
  expect(doTogether(database, calls).at(-1)).toEqual({ number: 2, value: { head: 2, floor: 0 } });
});

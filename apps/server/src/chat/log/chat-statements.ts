const messageColumns =
  'seq, id, at_ms, media_at_ms, sender, name, colour, role, text, reply_to, is_edited, removed_by';

/** What the chat asks of its database, by name. */
export const statements = {
  nextSeq: `INSERT INTO channel (name, head, floor) VALUES (?, 1, 0)
    ON CONFLICT (name) DO UPDATE SET head = head + 1 RETURNING head`,
  ends: 'SELECT head, floor FROM channel WHERE name = ?',
  channels: 'SELECT name FROM channel',
  setFloor: 'UPDATE channel SET floor = ? WHERE name = ?',
  insertMessage: `INSERT INTO message
    (channel, seq, id, at_ms, media_at_ms, sender, name, colour, role, text, reply_to)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  updateMessage: `UPDATE message SET text = ?, is_edited = ?, removed_by = ?
    WHERE channel = ? AND seq = ?`,
  insertEntry: 'INSERT INTO entry (channel, seq, message) VALUES (?, ?, ?)',
  message: `SELECT ${messageColumns} FROM message WHERE channel = ? AND seq = ?`,
  messageById: `SELECT ${messageColumns} FROM message
    WHERE channel = ? AND sender = ? AND id = ?`,
  messagesBefore: `SELECT ${messageColumns} FROM message
    WHERE channel = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  messagesOf: `SELECT ${messageColumns} FROM message
    WHERE channel = ? AND coalesce(media_at_ms, at_ms) BETWEEN ? AND ?
    ORDER BY coalesce(media_at_ms, at_ms) DESC, seq DESC LIMIT ?`,
  entriesAfter: `SELECT entry.seq AS entry, entry.message AS target, message.*
    FROM entry LEFT JOIN message ON message.channel = entry.channel AND message.seq = entry.message
    WHERE entry.channel = ? AND entry.seq > ? ORDER BY entry.seq LIMIT ?`,
  newestBefore: 'SELECT max(seq) AS seq FROM message WHERE channel = ? AND at_ms < ?',
  deleteEntries: 'DELETE FROM entry WHERE channel = ? AND seq <= ?',
  deleteMessages: 'DELETE FROM message WHERE channel = ? AND seq <= ?',
  person: 'SELECT name, colour FROM person WHERE channel = ? AND id = ?',
  personByLooks: 'SELECT id, at_ms FROM person WHERE channel = ? AND skeleton = ?',
  deletePerson: 'DELETE FROM person WHERE channel = ? AND id = ?',
  putPerson: `INSERT INTO person (channel, id, name, skeleton, colour, at_ms)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (channel, id) DO UPDATE SET name = excluded.name, skeleton = excluded.skeleton,
    colour = excluded.colour, at_ms = excluded.at_ms`,
  secret: 'SELECT value FROM secret WHERE name = ?',
  putSecret: 'INSERT INTO secret (name, value) VALUES (?, ?)',
} as const;

import type { ChatMessage } from '@tallylight/contract';

/** A message for tests. */
export function someMessage(seq: number, more: Partial<ChatMessage> = {}): ChatMessage {
  return {
    ...{ seq, id: `id-of-${seq}`, atMs: seq * 1_000, mediaAtMs: null, text: `m${seq}` },
    from: { id: 'anna', name: 'Anna', colour: 0, role: 'viewer' },
    ...{ replyTo: null, isEdited: false, isRemoved: false },
    ...more,
  };
}

import type { ChatSend, Refusal } from '@tallylight/contract';

/** A message of one's own that the server has not kept yet. */
export type Outgoing = ChatSend & {
  /** Why it was not taken; null while it is on its way. */
  readonly refusal: Refusal | null;
};

import { limits, ProblemError } from '@tallylight/contract';

/** Why something can't be said or done in a chat. */
export class ChatError extends ProblemError {
  override readonly name = 'ChatError';

  static notJoined(): ChatError {
    return new ChatError('chat_not_joined', 'Join the chat of a channel first: "chat:join".');
  }

  /** @param afterMs when another message will be taken */
  static tooFast(afterMs: number): ChatError {
    return new ChatError(
      'chat_too_fast',
      `At most ${limits.chatBurst} messages in ${limits.chatBurstMs / 1000} seconds are taken from one person. Send it again in a moment.`,
      { retryAfterMs: Math.ceil(afterMs) },
    );
  }

  /** @param afterMs when another question will be answered */
  static tooManyQuestions(afterMs: number): ChatError {
    return new ChatError(
      'too_many_requests',
      'This page asks for more of the chat than is answered. Ask again in a moment.',
      { retryAfterMs: Math.ceil(afterMs) },
    );
  }

  static nameTaken(name: string): ChatError {
    return new ChatError(
      'chat_name_taken',
      `"${name}", or a name that looks like it, is somebody else's here. Choose another one.`,
    );
  }

  static nameInvalid(what: string): ChatError {
    return new ChatError('chat_name_invalid', what);
  }

  static messageUnknown(seq: number): ChatError {
    return new ChatError(
      'chat_message_unknown',
      `There is no message ${seq} in this chat; it may be kept no longer.`,
    );
  }

  static notAllowed(seq: number): ChatError {
    return new ChatError(
      'chat_not_allowed',
      `Message ${seq} is somebody else's: only its sender, a moderator or the owner may change it.`,
    );
  }

  static storageUnavailable(): ChatError {
    return new ChatError(
      'storage_unavailable',
      'The server can not keep or read messages just now. Nothing was sent; try again in a moment.',
      { retryAfterMs: 2_000 },
    );
  }
}

import type { ChatClient } from './chat-client.ts';
import type { ChatFeed, WatchedMoment } from './chat-feed.ts';

/** A text that is kept where the page is left. */
export type KeptText = { readonly get: () => string; readonly set: (text: string) => void };

/** The chat of one channel, as a page has it. */
export class Chat {
  readonly client: ChatClient;
  readonly feed: ChatFeed;
  readonly drafts: KeptText;
  readonly #moment: () => WatchedMoment;

  constructor(parts: {
    readonly client: ChatClient;
    readonly feed: ChatFeed;
    readonly drafts: KeptText;
    readonly moment: () => WatchedMoment;
  }) {
    this.client = parts.client;
    this.feed = parts.feed;
    this.drafts = parts.drafts;
    this.#moment = parts.moment;
  }

  /** Joins; returns what ends it. */
  start(): () => void {
    this.feed.start();
    this.client.start();
    return () => {
      this.client.stop();
      this.feed.stop();
    };
  }

  /** Says something about the picture that is seen now. */
  send(text: string, replyTo?: number): void {
    const { positionMs } = this.#moment();
    this.client.send({
      text,
      mediaAtMs: positionMs === null ? null : Math.round(positionMs),
      ...(replyTo !== undefined && { replyTo }),
    });
  }
}

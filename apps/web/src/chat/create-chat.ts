import { routes } from '@tallylight/contract';
import type { Timers } from '@tallylight/webrtc';
import { io } from 'socket.io-client';
import { Chat, type KeptText } from './chat.ts';
import { ChatClient } from './chat-client.ts';
import { ChatFeed, type WatchedMoment } from './chat-feed.ts';

export type ChatNeeds = {
  readonly channel: string;
  /** Where the viewer is in the picture. */
  readonly moment: () => WatchedMoment;
  /** The server's clock, in ms since 1970. */
  readonly nowMs: () => number;
  readonly createId: () => string;
  /** Read anew each time: a browser that blocks storage throws on the access itself. */
  readonly storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  readonly timers: Timers;
};

/** The only place where the chat's client side is put together. */
export function createChat(needs: ChatNeeds): Chat {
  const { channel, moment, nowMs, createId, storage, timers } = needs;
  const token = keptText(storage, `tallylight:chat:${channel}`);
  const client = new ChatClient({
    ...{ channel, createId, timers },
    token: { get: () => token.get() || null, set: token.set },
    connect: async () => io({ path: routes.socket(), transports: ['websocket', 'polling'] }),
  });
  return new Chat({
    client,
    feed: new ChatFeed({ client, moment, nowMs, timers }),
    drafts: keptText(storage, `tallylight:draft:${channel}`),
    moment,
  });
}

/** What cannot be kept is held for as long as the page is open. */
function keptText(storage: ChatNeeds['storage'], name: string): KeptText {
  let held = '';
  return {
    get: () => {
      try {
        return storage().getItem(name) ?? held;
      } catch {
        return held;
      }
    },
    set: (text) => {
      held = text;
      try {
        storage().setItem(name, text);
      } catch {
        // It is held.
      }
    },
  };
}

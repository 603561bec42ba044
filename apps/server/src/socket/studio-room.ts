import { studioJoinSchema } from '@tallylight/contract';
import type { Logger } from 'pino';
import type { Channels } from '../channels/channels.ts';
import { HttpError } from '../http/http-error.ts';
import type { Broadcasts } from '../live/broadcasts.ts';
import { acknowledge } from './acknowledge.ts';
import type { PageSocket, SocketServer } from './socket-server.ts';

export type StudioRoomOptions = {
  readonly channels: Channels;
  readonly broadcasts: Broadcasts;
  readonly log: Logger;
};

/** Tells whoever holds a channel's stream key which layers are wanted, and what to change in the stream. */
export function studioRoom(sockets: SocketServer, options: StudioRoomOptions): void {
  const { channels, broadcasts, log } = options;
  sockets.on('connection', (socket) => {
    const left: (() => void)[] = [];
    socket.on('disconnect', () => {
      for (const leave of left) leave();
    });
    socket.on('studio:join', (join: unknown, done: unknown) => {
      acknowledge(done, log, () => {
        const { success, data } = studioJoinSchema.safeParse(join);
        if (!success)
          throw HttpError.bodyInvalid('The join must be {"channel", "key"}, both text.');
        channels.requireOwner(data.channel, data.key);
        socket.data.joined?.();
        // One page, one channel: who joins another one leaves the first.
        for (const leave of left.splice(0)) leave();
        left.push(follow(socket, broadcasts, data.channel));
      });
    });
  });
}

/** Sends the news now and after each change; returns what ends it. */
function follow(socket: PageSocket, broadcasts: Broadcasts, channel: string): () => void {
  let told = '';
  const tell = (): void => {
    const news = broadcasts.news(channel);
    const text = JSON.stringify(news);
    if (text === told) return;
    told = text;
    socket.emit('studio:news', news);
  };
  tell();
  return broadcasts.subscribe(channel, tell);
}

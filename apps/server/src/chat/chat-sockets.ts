import {
  chatEditSchema,
  chatHistorySchema,
  chatJoinSchema,
  chatMomentsSchema,
  chatReactSchema,
  chatReadSchema,
  chatRenameSchema,
  chatSendSchema,
  chatTargetSchema,
} from '@tallylight/contract';
import type { Logger } from 'pino';
import type { z } from 'zod/mini';
import { HttpError } from '../http/http-error.ts';
import { acknowledge } from '../socket/acknowledge.ts';
import type { PageSocket, SocketServer } from '../socket/socket-server.ts';
import { ChatSeat, type ChatSeatOptions } from './chat-seat.ts';
import { faultOf } from './fault-of.ts';

/** Has pages take part in the chats of channels. */
export function chatSockets(
  sockets: SocketServer,
  { log, ...options }: ChatSeatOptions & { readonly log: Logger },
): void {
  sockets.on('connection', (socket) => {
    const seat = new ChatSeat(socket, options);
    socket.on('disconnect', () => seat.leave());
    const on = <Asked>(
      event: Parameters<PageSocket['on']>[0],
      schema: z.ZodMiniType<Asked>,
      act: (asked: Asked) => Promise<unknown>,
    ): void => {
      const handle = (asked: unknown, done: unknown): void =>
        acknowledge(done, log, () => {
          const { data, error } = schema.safeParse(asked);
          if (error !== undefined) throw HttpError.bodyInvalid(faultOf(error));
          return act(data as Asked);
        });
      socket.on(event, handle as never);
    };
    on('chat:join', chatJoinSchema, (join) => seat.join(join));
    on('chat:send', chatSendSchema, (message) => seat.send(message));
    on('chat:react', chatReactSchema, (counts) => seat.react(counts));
    on('chat:rename', chatRenameSchema, (wish) => seat.rename(wish));
    on('chat:read', chatReadSchema, ({ after }) => seat.read(after));
    on('chat:history', chatHistorySchema, ({ before }) => seat.history(before));
    on('chat:moments', chatMomentsSchema, ({ fromMs, toMs }) => seat.moments(fromMs, toMs));
    on('chat:edit', chatEditSchema, ({ seq, text }) => seat.change({ seq, to: 'edited', text }));
    on('chat:remove', chatTargetSchema, ({ seq }) => seat.change({ seq, to: 'removed' }));
    on('chat:restore', chatTargetSchema, ({ seq }) => seat.change({ seq, to: 'restored' }));
  });
}

import { type ClientEvents, limits, routes, type ServerEvents } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import type { Clock } from '../live/clock.ts';
import { Places } from '../live/places.ts';
import { refusalOf } from './acknowledge.ts';
import { SocketError } from './socket-error.ts';
import { cutOff, unreadBytes } from './wire.ts';

type Nothing = Record<string, never>;

/** What the server knows of a socket beside its rooms. */
type SocketFacts = {
  /** It has joined something, and may stay. */
  joined(): void;
};

export type SocketServer = Server<ClientEvents, ServerEvents, Nothing, SocketFacts>;
export type PageSocket = Socket<ClientEvents, ServerEvents, Nothing, SocketFacts>;

export type SocketServerOptions = {
  readonly clock: Clock;
  readonly log: Logger;
  /** How many sockets one address may have; 0: any number. */
  readonly socketsPerAddress: number;
  /** Whether a proxy tells the true address in X-Forwarded-For. */
  readonly trustProxy: boolean;
};

/** How many sockets there may be in all; some 30 kB of memory each. */
const mostSockets = 100_000;

/** How often those who read slowly are looked for, in ms. */
const readersEveryMs = 500;

/** Socket.IO on the HTTP server: what pages and server tell each other while a page is open. */
export function serveSockets(app: FastifyInstance, options: SocketServerOptions): SocketServer {
  const { clock } = options;
  const sockets: SocketServer = new Server(app.server, {
    path: routes.socket(),
    serveClient: false,
    maxHttpBufferSize: limits.socketMessageBytes,
    connectTimeout: limits.socketJoinMs,
  });
  admitByAddress(sockets, options);
  sockets.on('connection', (socket) => {
    const idle = clock.after(limits.socketJoinMs, () => socket.disconnect(true));
    socket.data.joined = idle;
    socket.on('disconnect', idle);
  });
  const stopLooking = cutOffSlowReaders(sockets, options);
  // Closed before the HTTP server, which would wait for them.
  app.addHook('preClose', async () => {
    stopLooking();
    sockets.disconnectSockets(true);
    sockets.engine.close();
  });
  return sockets;
}

/** Lets so many sockets of one address in; who is one too many is told so. */
function admitByAddress(
  sockets: SocketServer,
  { log, socketsPerAddress, trustProxy }: SocketServerOptions,
): void {
  const places = new Places({
    ...{ perAddress: socketsPerAddress, total: mostSockets },
    ...{ tooManyInAll: SocketError.full, tooManyFromAddress: SocketError.tooManyFromAddress },
  });
  sockets.use((socket, next) => {
    const address = addressOf(socket, trustProxy);
    try {
      places.take(address);
    } catch (error) {
      const refusal = refusalOf(error, log);
      next(Object.assign(new Error(refusal.detail), { data: refusal }));
      // Socket.IO tells it in the next tick, and tells nothing over what is closed.
      setImmediate(() => socket.conn.close());
      return;
    }
    socket.conn.once('close', () => places.free(address));
    next();
  });
}

function addressOf({ handshake }: PageSocket, trustProxy: boolean): string {
  const told = trustProxy ? handshake.headers['x-forwarded-for'] : undefined;
  // The first is the client, as the other requests take it, too.
  const [first] = (Array.isArray(told) ? told[0] : told)?.split(',') ?? [];
  return first?.trim() || handshake.address;
}

/** Cuts off who lets too much lie unread: the server would remember it all for them. Returns what ends it. */
function cutOffSlowReaders(sockets: SocketServer, { clock, log }: SocketServerOptions): () => void {
  let cancel = (): void => {};
  const look = (): void => {
    cancel = clock.after(readersEveryMs, look);
    for (const socket of sockets.sockets.sockets.values()) {
      const bytes = unreadBytes(socket);
      if (bytes <= limits.socketBacklogBytes) continue;
      log.info({ bytes }, 'a page that reads too slowly was cut off');
      cutOff(socket);
    }
  };
  look();
  return () => cancel();
}

import {
  type Acknowledgement,
  type ClientEvents,
  limits,
  type ProblemCode,
  ProblemError,
  problems,
  routes,
  type ServerEvents,
} from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';

type Nothing = Record<string, never>;
export type SocketServer = Server<ClientEvents, ServerEvents, Nothing, Nothing>;
export type PageSocket = Socket<ClientEvents, ServerEvents, Nothing, Nothing>;

/** Socket.IO on the HTTP server: what pages and server tell each other while a page is open. */
export function serveSockets(app: FastifyInstance): SocketServer {
  const sockets: SocketServer = new Server(app.server, {
    path: routes.socket(),
    serveClient: false,
    maxHttpBufferSize: limits.socketMessageBytes,
  });
  // Closed before the HTTP server, which would wait for them.
  app.addHook('preClose', async () => {
    sockets.disconnectSockets(true);
    sockets.engine.close();
  });
  return sockets;
}

/**
 * Does what a page asked for and tells it how that went. What comes over a socket is anybody's: `done` may be
 * anything.
 */
export function acknowledge(done: unknown, log: Logger, act: () => void): void {
  const answer = (result: Acknowledgement): void => {
    if (typeof done === 'function') done(result);
  };
  try {
    act();
    answer({ ok: true });
  } catch (error) {
    if (error instanceof ProblemError) {
      answer({ ok: false, code: error.code, detail: error.message });
      return;
    }
    const code: ProblemCode = 'internal';
    log.error({ err: error }, 'socket event failed');
    answer({ ok: false, code, detail: problems[code].title });
  }
}

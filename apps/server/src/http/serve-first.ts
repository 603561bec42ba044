import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * Asks `serve` before everything else that listens to the server: for what is asked for so often that the way
 * through the framework would cost more than the answer. What it returns false for goes its usual way.
 */
export function serveFirst(
  server: Server,
  serve: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  const others = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (serve(request, response)) return;
    for (const other of others) other.call(server, request, response);
  });
}

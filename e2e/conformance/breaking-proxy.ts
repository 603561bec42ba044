import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send } from './http.ts';

/** An answer on its way to the client; what is changed here arrives. */
export type Passing = {
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: IncomingMessage['headers'];
  readonly requestBody: string;
  status: number;
  headers: Record<string, string | string[]>;
  body: string;
  /** Sends the body without its length. */
  chunked: boolean;
};

/** What a server that breaks a rule would do. */
export type Break = (passing: Passing) => void;

/** A proxy that passes everything through as it is, but for what breaks one rule. */
export class BreakingProxy {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(upstream: string, breaks: Break): Promise<BreakingProxy> {
    const server = createServer((incoming, outgoing) => {
      // Who asked has gone before all was asked: nobody is to be answered.
      const forsake = (): void => void outgoing.destroy();
      read(incoming).then(async (requestBody) => {
        const { method = 'GET', url: path = '/', headers } = incoming;
        const reply = await send({
          method,
          url: upstream + path,
          headers: forwarded(headers),
          body: requestBody,
          ...(headers.accept === undefined && path.includes('/events') && { readForMs: 300 }),
        });
        const passing: Passing = {
          method,
          path,
          requestHeaders: headers,
          requestBody,
          status: reply.status,
          headers: answered(reply.headers),
          body: reply.body,
          chunked: false,
        };
        breaks(passing);
        if (!passing.chunked && passing.status !== 204 && method !== 'HEAD') {
          passing.headers['content-length'] ??= String(Buffer.byteLength(passing.body));
        }
        outgoing.writeHead(passing.status, passing.headers);
        if (passing.chunked) outgoing.write('');
        outgoing.end(passing.status === 204 || method === 'HEAD' ? undefined : passing.body);
      }, forsake);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BreakingProxy(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function forwarded(headers: IncomingMessage['headers']): Record<string, string> {
  const { host: _, connection: __, 'transfer-encoding': ___, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
}

function answered(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  const {
    connection: _,
    'keep-alive': __,
    'content-length': ___,
    'transfer-encoding': ____,
    ...rest
  } = headers;
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer on its way; what is changed here arrives. */
export type Passing = {
  readonly path: string;
  status: number;
  headers: Record<string, string>;
  body: Buffer;
};

/** What an origin that breaks a rule would do with the requests whose path matches. */
export type MediaBreak = {
  readonly of: RegExp;
  /** Asks for another path instead. */
  readonly ask?: (path: string) => string;
  /** Takes these headers off the request. */
  readonly without?: string;
  /** Sends head and first byte before there is an answer, for all that it knows. */
  readonly early?: boolean;
  /** Changes the answer, which then comes all at once. */
  readonly answer?: (passing: Passing) => void;
  /** Keeps the answer back. */
  readonly delayMs?: number;
};

/** A proxy that passes everything through as it comes, but for what breaks one rule. */
export class MediaProxy {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(upstream: string, broken: MediaBreak | null): Promise<MediaProxy> {
    const server = createServer((incoming, outgoing) => {
      const { url: path = '/', headers } = incoming;
      const own = broken?.of.test(path) === true ? broken : null;
      const { host: _, connection: __, [own?.without ?? '']: ___, ...rest } = headers;
      if (own?.early === true) {
        outgoing.writeHead(200, { 'content-type': 'video/mp4' });
        outgoing.flushHeaders();
      }
      const asked = request(upstream + (own?.ask?.(path) ?? path), { headers: rest }, (answer) => {
        if (own?.early === true) {
          answer.pipe(outgoing);
        } else if (own?.answer === undefined && own?.delayMs === undefined) {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        } else {
          read(path, answer).then(
            (passing) => {
              own.answer?.(passing);
              setTimeout(() => {
                outgoing.writeHead(passing.status, passing.headers);
                outgoing.end(passing.body);
              }, own.delayMs ?? 0);
            },
            // Who asked has gone: one answer was enough to know.
            () => outgoing.destroy(),
          );
        }
      });
      asked.on('error', () => outgoing.destroy());
      outgoing.on('close', () => asked.destroy());
      asked.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new MediaProxy(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

async function read(path: string, answer: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const {
    'content-length': _,
    'transfer-encoding': __,
    connection: ___,
    'keep-alive': ____,
    ...rest
  } = answer.headers;
  const headers = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, String(value)]),
  );
  return { path, status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
}

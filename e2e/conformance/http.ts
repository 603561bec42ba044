import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** One answer as it came over the wire: nothing is followed, decoded or smoothed over. */
export type Reply = {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type Request = {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Resolves with what is there after this time, in ms: for answers that never end. */
  readonly readForMs?: number;
};

/** Sends one request. Rejects where there is no answer at all. */
export function send({ method, url, headers = {}, body, readForMs }: Request): Promise<Reply> {
  const start = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = start(url, { method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      const done = (): void => {
        clearTimeout(timer);
        resolve({
          method,
          url,
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
        outgoing.destroy();
      };
      const timer = readForMs === undefined ? undefined : setTimeout(done, readForMs);
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', done);
      incoming.on('error', reject);
    });
    outgoing.setTimeout(10_000, () => outgoing.destroy(new Error(`${method} ${url}: no answer`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

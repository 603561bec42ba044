import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A host of releases that answers every request with one body, or with a status alone. */
export async function releaseServer(
  answer: { readonly body: Buffer } | { readonly status: number },
): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if ('status' in answer) response.writeHead(answer.status).end();
    else response.writeHead(200, { 'content-length': answer.body.length }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

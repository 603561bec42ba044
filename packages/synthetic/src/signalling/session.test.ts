import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { SyntheticError } from '../errors.ts';
import { SignallingSession } from './session.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers as told; returns its endpoint's URL. */
async function serve(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/whip/live`;
}

async function failure(session: Promise<unknown>): Promise<SyntheticError> {
  return session.then(
    () => expect.unreachable('it should have failed'),
    (error: SyntheticError) => error,
  );
}

describe('SignallingSession', () => {
  it('posts the offer with its token, and deletes the session where Location says', async () => {
    const seen: string[] = [];
    const url = await serve(async (request, response) => {
      const body = (await request.setEncoding('utf8').toArray()).join('');
      const { authorization, 'content-type': type } = request.headers;
      seen.push([request.method, request.url, authorization, type, body].join(' '));
      if (request.method === 'POST') response.writeHead(201, { location: '../session/1' });
      response.end('answer');
    });
    const session = await SignallingSession.post('offer', { url, token: 'key' });
    expect(session.answer).toBe('answer');
    expect(session.postToAnswerMs).toBeGreaterThan(0);
    await session.delete();
    expect(seen).toEqual([
      'POST /whip/live Bearer key application/sdp offer',
      'DELETE /session/1 Bearer key  ',
    ]);
  });

  it('tries again after Retry-After while nothing is live, and measures the last try alone', async () => {
    let tries = 0;
    const url = await serve((_, response) => {
      if (++tries < 3) return response.writeHead(409, { 'retry-after': '0' }).end();
      return response.writeHead(201, { location: '/s' }).end('answer');
    });
    const session = await SignallingSession.post('offer', { url }, [409]);
    expect(tries).toBe(3);
    expect(session.answer).toBe('answer');
  });

  it("gives up with the server's own words when the wait would be longer than its time", async () => {
    const url = await serve((_, response) => {
      response.writeHead(409, {
        'retry-after': '60',
        'content-type': 'application/problem+json; charset=utf-8',
      });
      response.end(JSON.stringify({ title: 'Not live', detail: 'Come back.', code: 'not_live' }));
    });
    const error = await failure(SignallingSession.post('offer', { url, timeoutMs: 1000 }, [409]));
    expect(error).toMatchObject({ reason: 'refused', status: 409, code: 'not_live' });
    expect(error.message).toBe(`POST ${url} was refused with 409 Not live: Come back. [not_live]`);
  });

  it('tries no refusal again that another try would not change', async () => {
    let tries = 0;
    const url = await serve((_, response) => {
      tries++;
      response.writeHead(401, { 'content-type': 'text/plain' }).end('no');
    });
    const error = await failure(SignallingSession.post('offer', { url }));
    expect(error.message).toBe(`POST ${url} was refused with 401 Unauthorized`);
    expect(tries).toBe(1);
  });

  it('says that no answer came in time', async () => {
    const url = await serve(() => undefined);
    const error = await failure(SignallingSession.post('offer', { url, timeoutMs: 50 }));
    expect(error.reason).toBe('timeout');
  });

  it('stops waiting when it is aborted', async () => {
    const abort = new AbortController();
    const url = await serve(() => abort.abort());
    const error = await failure(SignallingSession.post('offer', { url, signal: abort.signal }));
    expect(error).toMatchObject({ reason: 'ended', message: 'Interrupted before an answer came' });
  });

  it('says that nobody listens there', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    const error = await failure(SignallingSession.post('offer', { url }));
    expect(error.reason).toBe('unreachable');
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('needs a Location', async () => {
    const url = await serve((_, response) => response.writeHead(201).end('answer'));
    const error = await failure(SignallingSession.post('offer', { url }));
    expect(error.message).toContain('the 201 has no Location');
  });

  it.each([404, 410])('takes %i for ended when it deletes', async (status) => {
    const url = await serve((request, response) => {
      if (request.method === 'DELETE') return response.writeHead(status).end();
      return response.writeHead(201, { location: '/s' }).end('answer');
    });
    const session = await SignallingSession.post('offer', { url });
    await expect(session.delete()).resolves.toBeUndefined();
  });
});

import { expect, test, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { ApiClient } from './client.ts';

const access = { channel: 'live', key: 'secret' };

function clientOf(answer: () => Response): { api: ApiClient; fetch: ReturnType<typeof vi.fn> } {
  const fetch = vi.fn(async () => answer());
  return { api: new ApiClient({ fetch }), fetch };
}

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

function problem(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

test('reads a channel', async () => {
  const view = {
    name: 'live',
    title: 'Friday',
    startsAtMs: null,
    broadcast: null,
    recording: null,
  };
  const { api, fetch } = clientOf(() => Response.json(view));
  expect(await api.channel('live')).toEqual(view);
  expect(fetch).toHaveBeenCalledWith(
    '/api/channels/live',
    expect.objectContaining({ method: 'GET' }),
  );
});

test('sends the stream key as a bearer token, and nowhere else', async () => {
  const { api, fetch } = clientOf(() =>
    Response.json({
      name: 'live',
      title: null,
      startsAtMs: null,
      broadcast: null,
      recording: null,
      watchPath: '/watch/live',
      graceMs: 60_000,
      warnings: [],
    }),
  );
  await api.studio(access);
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe('/api/channels/live/studio');
  expect(new Headers(init.headers).get('authorization')).toBe('Bearer secret');
});

test('tells the capture clock', async () => {
  const { api, fetch } = clientOf(() => new Response(null, { status: 204 }));
  await api.tellCaptureClock(access, { offsetMs: -3.5 });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect([url, init.method, init.body]).toEqual([
    '/api/channels/live/capture-clock',
    'PUT',
    '{"offsetMs":-3.5}',
  ]);
});

test('sets what the owner tells of the channel', async () => {
  const { api, fetch } = clientOf(() => new Response(null, { status: 204 }));
  await api.setDetails(access, { title: 'Friday', startsAtMs: null });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect([url, init.method, init.body]).toEqual([
    '/api/channels/live/details',
    'PUT',
    '{"title":"Friday","startsAtMs":null}',
  ]);
  expect(new Headers(init.headers).get('authorization')).toBe('Bearer secret');
});

test('turns problem details into an error with the stable code', async () => {
  const { api } = clientOf(() =>
    problem(401, { title: 'No', detail: 'Another key', code: 'key_wrong', requestId: 'r1' }),
  );
  const error = await failureOf(api.studio(access));
  expect(error).toMatchObject({
    code: 'key_wrong',
    status: 401,
    retryable: false,
    requestId: 'r1',
    message: 'Another key',
  });
});

test('a refusal without a known code is unreadable, and retryable when the server is at fault', async () => {
  const { api } = clientOf(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  expect(await failureOf(api.channel('live'))).toMatchObject({
    code: 'unreadable',
    retryable: true,
  });
  const other = clientOf(() => problem(418, { code: 'teapot' }));
  expect(await failureOf(other.api.channel('live'))).toMatchObject({
    code: 'unreadable',
    status: 418,
    retryable: false,
  });
});

test('an answer that breaks the contract is unreadable', async () => {
  const { api } = clientOf(() => Response.json({ name: 7 }));
  expect(await failureOf(api.channel('live'))).toMatchObject({ code: 'unreadable', status: 200 });
});

test('no answer is unreachable, and worth another try', async () => {
  const api = new ApiClient({
    fetch: async () => Promise.reject(new TypeError('Failed to fetch')),
  });
  expect(await failureOf(api.channel('live'))).toMatchObject({
    code: 'unreachable',
    status: null,
    retryable: true,
  });
});

test('an abort stays an abort', async () => {
  const abort = new AbortController();
  abort.abort();
  const api = new ApiClient({ fetch: async () => Promise.reject(abort.signal.reason) });
  await expect(api.channel('live', abort.signal)).rejects.toBe(abort.signal.reason);
});

test('a viewer speaks for itself without a key', async () => {
  const { api, fetch } = clientOf(() => new Response(null, { status: 204 }));
  const viewer = '6f1c2b9e-8a57-4c0e-9b59-1c1f0e6f7a10';
  await api.tellPresence('live', { viewer, via: 'hls' });
  await api.tellTrouble('live', { viewer, stage: 'ice-udp', detail: 'no pair' });
  const calls = fetch.mock.calls.map(([path, { method, body, headers }]) => [
    ...[path, method, JSON.parse(body), headers.get('authorization')],
  ]);
  expect(calls).toEqual([
    ['/api/channels/live/presence', 'POST', { viewer, via: 'hls' }, null],
    ['/api/channels/live/troubles', 'POST', { viewer, stage: 'ice-udp', detail: 'no pair' }, null],
  ]);
});

import { routes } from '@tallylight/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { TestServer } from './testing/test-server.ts';

describe('what the owner tells of a channel', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const details = routes.details('test');
  const tell = (body: unknown, key: string | null = server.key): Promise<Response> =>
    fetch(server.url + details, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        ...(key !== null && { authorization: `Bearer ${key}` }),
      },
    });
  const seen = async (): Promise<unknown> =>
    (await fetch(server.url + routes.channel('test'))).json();

  test('is seen by everybody, the start until a broadcast has begun', async () => {
    expect(await seen()).toMatchObject({ title: null, startsAtMs: null });
    const startsAtMs = Date.now() - 1_000;
    const told = await tell({ title: '  Friday night ', startsAtMs });
    expect([told.status, await told.text()]).toEqual([204, '']);
    expect(await seen()).toMatchObject({ title: 'Friday night', startsAtMs });
    const publisher = await server.publish({ layers: 1 });
    await vi.waitFor(async () => {
      expect(await seen()).toMatchObject({ startsAtMs: null, broadcast: { state: 'live' } });
    });
    // Anew while on air, and cleared.
    await tell({ title: 'Second half', startsAtMs: null });
    expect(await seen()).toMatchObject({ title: 'Second half', startsAtMs: null });
    await publisher.end();
    await tell({ title: '   ', startsAtMs: null });
    expect(await seen()).toMatchObject({ title: null, startsAtMs: null });
  });

  test.each<[string, unknown, string | null, [number, string]]>([
    ['no key', { title: 'x', startsAtMs: null }, null, [401, 'key_missing']],
    ['a wrong key', { title: 'x', startsAtMs: null }, 'nope', [401, 'key_wrong']],
    ['two lines', { title: 'x\ny', startsAtMs: null }, 'right', [400, 'body_invalid']],
    ['no start', { title: 'x' }, 'right', [400, 'body_invalid']],
  ])('with %s is refused', async (_what, body, key, expected) => {
    const response = await tell(body, key === 'right' ? server.key : key);
    const { code } = (await response.json()) as { code?: unknown };
    expect([response.status, code]).toEqual(expected);
    expect(await seen()).toMatchObject({ title: null, startsAtMs: null });
  });
});

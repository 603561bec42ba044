import { limits } from '@tallylight/contract';
import { readLinks } from '@tallylight/protocol';
import { expect, test, vi } from 'vitest';
import { TestServer } from '../testing/test-server.ts';

const rel = 'urn:tallylight:whep:ext:key-frame';

/** Several seconds of a broadcast, on a machine that has other things to do too. */
const timeout = 20_000;

/** Connects a viewer, and finds where it may ask for key frames in what it was answered. */
async function watch(server: TestServer) {
  const fetched = vi.spyOn(globalThis, 'fetch');
  const answers: Promise<Response>[] = [];
  const viewer = await server.watch().finally(() => {
    answers.push(...fetched.mock.results.map(({ value }) => value));
    fetched.mockRestore();
  });
  await viewer.firstFrame;
  const responses = await Promise.all(answers);
  const links = responses.flatMap(({ headers }) => readLinks(headers.get('link')));
  const link = links.find((candidate) => candidate.rel === rel);
  if (link === undefined) throw new Error(`The 201 has no link ${rel}.`);
  return { viewer, url: server.url + link.url };
}

test('a viewer asks for a key frame and gets one, the publisher is not asked too often', {
  timeout,
}, async () => {
  await using server = await TestServer.start();
  await using publisher = await server.publish({ layers: 1, keyFrameIntervalMs: 10_000 });
  const { viewer, url } = await watch(server);
  await using watching = viewer;
  // What joining asked for is answered by then.
  await vi.waitFor(() => expect(publisher.stats().sentForMs).toBeGreaterThan(1_500), 5_000);
  const [asked, decoded] = [publisher.stats().keyFrameRequests, watching.stats().keyFrames];

  const begun = performance.now();
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => fetch(url, { method: 'POST' })),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204]));
  await vi.waitFor(() => expect(watching.stats().keyFrames).toBeGreaterThan(decoded), 2_000);
  const most = Math.ceil((performance.now() - begun) / limits.keyFrameIntervalMs) + 1;
  expect(publisher.stats().keyFrameRequests - asked).toBeGreaterThan(0);
  expect(publisher.stats().keyFrameRequests - asked).toBeLessThanOrEqual(most);
});

test('a session that is not there has no key frame, and one without a picture needs none', async () => {
  await using server = await TestServer.start();
  await using _publisher = await server.publish({ video: false });
  const { viewer, url } = await watch(server);
  expect((await fetch(url, { method: 'POST' })).status).toBe(204);
  await viewer.end();
  const gone = await fetch(url, { method: 'POST' });
  expect([404, 410]).toContain(gone.status);
  expect(gone.headers.get('content-type')).toContain('application/problem+json');
});

test('one address asks only so often', { timeout }, async () => {
  await using server = await TestServer.start({ TALLYLIGHT_SESSION_RATE: '2' });
  await using _publisher = await server.publish({ layers: 1 });
  const { viewer, url } = await watch(server);
  await using _viewer = viewer;
  const statuses: number[] = [];
  for (let request = 0; request < 22; request += 1) {
    statuses.push((await fetch(url, { method: 'POST' })).status);
  }
  expect(statuses.filter((status) => status === 204)).toHaveLength(20);
  expect(statuses.slice(20)).toEqual([429, 429]);
});

import { readFileSync } from 'node:fs';
import { observer, type types } from 'mediasoup';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TestServer } from './testing/test-server.ts';

const offers = new URL('../../../packages/protocol/fixtures/offers/', import.meta.url);
const offer = readFileSync(new URL('chromium-156-simulcast.whip.sdp', offers), 'utf8');

let server: TestServer;
const workers = new Set<types.Worker>();
observer.on('newworker', (worker) => {
  workers.add(worker);
});
beforeAll(async () => {
  server = await TestServer.start({ TALLYLIGHT_GRACE_SECONDS: '1' });
});
afterAll(() => server[Symbol.asyncDispose]());

/** All that the media workers hold: routers, transports, producers, consumers, each has a handler. */
async function held(): Promise<Record<string, number>[]> {
  const dumps = await Promise.all([...workers].map((worker) => worker.dump()));
  return dumps.map(({ routerIds, webRtcServerIds, channelMessageHandlers }) => ({
    routers: routerIds.length,
    servers: webRtcServerIds.length,
    requestHandlers: channelMessageHandlers.channelRequestHandlers.length,
    notificationHandlers: channelMessageHandlers.channelNotificationHandlers.length,
  }));
}

/** Lets `sessions` come and go, and waits until nothing of them is left. */
async function expectNothingLeft(
  withinMs: number,
  sessions: () => Promise<unknown>,
): Promise<void> {
  const before = await held();
  await sessions();
  await vi.waitFor(async () => expect(await held()).toEqual(before), {
    timeout: withinMs,
    interval: 200,
  });
}

test('sessions that end by DELETE leave nothing', { timeout: 60_000 }, async () => {
  await expectNothingLeft(5_000, async () => {
    for (let round = 0; round < 5; round += 1) {
      await using _publisher = await server.publish({ layers: 2 });
      const viewers = await Promise.all([server.watch(), server.watch(), server.watch()]);
      await Promise.all(viewers.map((viewer) => viewer.firstFrame));
      await Promise.all(viewers.map((viewer) => viewer.end()));
    }
  });
});

test('publishers who replace one another leave nothing', { timeout: 60_000 }, async () => {
  await expectNothingLeft(5_000, async () => {
    let publisher = await server.publish({ layers: 2 });
    const viewer = await server.watch();
    await viewer.firstFrame;
    for (let round = 0; round < 5; round += 1) {
      const next = await server.takeOver({ layers: 2 });
      await publisher.lost;
      publisher = next;
    }
    await viewer.nextFrame();
    await viewer.end();
    await publisher.end();
  });
});

test('who vanishes is freed within 35 s', { timeout: 60_000 }, async () => {
  await expectNothingLeft(35_000, async () => {
    const publisher = await server.publish({ layers: 2 });
    const viewers = await Promise.all([server.watch(), server.watch()]);
    await Promise.all(viewers.map((viewer) => viewer.firstFrame));
    await Promise.all([publisher, ...viewers].map((session) => session.vanish()));
  });
});

test('who never connects is freed within 15 s, and of 500 the rest is refused', {
  timeout: 60_000,
}, async () => {
  const statuses = new Map<number, number>();
  await expectNothingLeft(16_000, async () => {
    const post = async (): Promise<void> => {
      const { status } = await server.post(server.whip, offer);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    for (let round = 0; round < 50; round += 1) {
      await Promise.all(Array.from({ length: 10 }, post));
    }
  });
  expect(Object.fromEntries(statuses)).toEqual({ 201: 2, 429: 498 });
  // And the channel is free again.
  await using publisher = await server.publish({ layers: 2 });
  await using viewer = await server.watch();
  await viewer.firstFrame;
  await publisher.end();
});

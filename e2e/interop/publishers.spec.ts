import { expect } from '@playwright/test';
import { type ChannelView, routes } from '@tallylight/contract';
import { test } from './test.ts';

const publishers = [
  {
    name: 'whip-web-client',
    // It sends its candidates with ETag in the place of If-Match, is told so, and goes on without.
    answers: ['OPTIONS 204', 'POST 201', 'PATCH 428', 'DELETE 200'],
    layers: 1,
  },
  { name: 'whip-whep-publisher', answers: ['POST 201', 'PATCH 204', 'DELETE 200'], layers: 1 },
  { name: 'ovenlivekit', answers: ['POST 201', 'DELETE 200'], layers: 2 },
];

for (const { name, answers, layers } of publishers) {
  test(`${name} publishes from another origin, and ends its broadcast`, async ({
    server,
    client,
  }) => {
    const broadcast = async () => {
      const reply = await fetch(server.url + routes.channel(server.channel));
      return ((await reply.json()) as ChannelView).broadcast;
    };
    const state = async () => (await broadcast())?.state;
    await client.open(name);
    await client.start(server.whip, server.key);
    await expect.poll(state).toBe('live');
    await using viewer = await server.watch();
    for (let frame = 0; frame < 30; frame += 1) await viewer.nextFrame();
    // Layers come up one by one.
    while (viewer.stats().width !== 640) await viewer.nextFrame();
    expect(viewer.stats()).toMatchObject({ width: 640, height: 360, undecodable: 0 });
    expect(viewer.stats().audioPackets).toBeGreaterThan(20);
    expect((await broadcast())?.layers).toHaveLength(layers);

    await client.stop();
    await expect.poll(state).toBe('ended');
    expect(client.distinctAnswers).toEqual(answers);
    expect(client.complaints).toEqual([]);
  });
}

import { expect } from '@playwright/test';
import { test } from './test.ts';

const players = [
  { name: 'webrtc-player', answers: ['POST 201', 'DELETE 200'] },
  {
    name: 'whip-whep-player',
    // It asks for events as well. It forgets the entity tag, unlike the publisher of the same package.
    answers: ['POST 201', 'PATCH 428', 'GET 200', 'DELETE 200'],
  },
];

for (const { name, answers } of players) {
  test(`${name} plays from another origin, and goes on when the publisher changes`, async ({
    server,
    client,
  }) => {
    await using first = await server.publish();
    await client.open(name);
    await client.start(server.whep);
    await client.expectFrames(30);
    await client.expectSound(50);
    expect(await client.pictureSize()).toBe('640x360');
    expect(await client.timeCode()).toBeDefined();

    await using _second = await server.takeOver();
    await first.lost;
    await client.expectFrames(30);
    await client.expectSound(50);
    expect(await client.timeCode()).toBeDefined();

    await client.stop();
    await expect.poll(() => client.distinctAnswers.toSorted()).toEqual(answers.toSorted());
    expect(client.complaints).toEqual([]);
  });
}

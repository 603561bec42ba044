import { expect, test } from '@playwright/test';
import type { ChannelView, PackagingView } from '@tallylight/contract';
import { mediaRules } from './conformance/media/rules/index.ts';
import { runMediaRules } from './conformance/media/run.ts';
import { ServerUnderTest } from './rig/server-under-test.ts';
import { SlowMachine } from './rig/slow-machine.ts';

/** Rules look back some segments. */
const segmentsNeeded = 10;

/** What they say of how long something takes, a machine that has just been too slow may break. */
const timed = ['L2', 'L5', 'L13'];

/** Every rule that a live broadcast alone can break holds at this moment. */
async function expectEveryRule(server: ServerUnderTest): Promise<void> {
  const media = `${server.url}/media/${server.channel}`;
  await expect
    .poll(async () => {
      const master = `${media}/classic.m3u8`;
      const [uri = ''] = /^[^#\n]+m3u8$/m.exec(await (await fetch(master)).text()) ?? [];
      const playlist = await (await fetch(new URL(uri, master))).text();
      return playlist.split('#EXTINF').length;
    })
    .toBeGreaterThan(segmentsNeeded);
  const live = { hls: `${media}/index.m3u8`, dash: `${media}/manifest.mpd` };
  const target = { ...live, ended: null, endedDash: null, stalled: null };
  const rules = mediaRules.filter(({ number }) => !timed.includes(number));
  const results = await runMediaRules(target, rules);
  const failed = results.filter(({ passed }) => !passed);
  expect(failed.map(({ rule, note }) => `${rule.number}: ${note}`)).toEqual([]);
}

test('a machine that is too slow sheds rungs from the top, and they come back when it is not', async () => {
  test.setTimeout(300_000);
  const server = await ServerUnderTest.start({
    TALLYLIGHT_PACKAGER: 'true',
    TALLYLIGHT_LADDER: '720,480,360,240,144',
  });
  const packaging = async (): Promise<PackagingView | null> => {
    const response = await fetch(`${server.url}/api/channels/${server.channel}`);
    return ((await response.json()) as ChannelView).broadcast?.packaging ?? null;
  };
  const expectLadder = (heights: readonly number[], shedHeights: readonly number[]) =>
    expect
      .poll(packaging, { timeout: 60_000 })
      .toMatchObject({ state: 'running', heights, shedHeights });
  try {
    // Its layers have 180, 360 and 720 lines: FFmpeg makes what lies between them.
    await using _publisher = await server.publish({ layers: 3 });
    await expectLadder([720, 480, 360, 240, 180], []);
    {
      using _slow = new SlowMachine(server.pid, 0.04);
      // One by one; with the first of them gone there may be nothing on air before the second is gone, too.
      await expectLadder([720, 360, 180], [480, 240]);
    }
    await expectEveryRule(server);
    await expectLadder([720, 480, 360, 240, 180], []);
    await expectEveryRule(server);
    expect(server.logged('a rung is shed').length).toBeGreaterThanOrEqual(2);
    expect(server.logged('a rung is back').length).toBeGreaterThanOrEqual(2);
  } finally {
    await server.stop();
  }
});

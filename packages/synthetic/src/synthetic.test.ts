import { beforeAll, describe, expect, it } from 'vitest';
import { type Clip, readClip } from './clip/clip.ts';
import { makeClip } from './clip/make-clip.ts';
import { SyntheticPublisher } from './publisher.ts';
import type { Fetch } from './signalling/session.ts';
import { answerFor } from './testing/paired-answers.ts';
import { SyntheticViewer } from './viewer.ts';

const whip = 'http://127.0.0.1:1/whip/live';
const whep = 'http://127.0.0.1:1/whep/live';

/** An endpoint that answers a publisher and a viewer with each other. */
function switchboard(): { fetch: Fetch; deleted: string[] } {
  const offers = new Map<string, PromiseWithResolvers<string>>(
    [whip, whep].map((url) => [url, Promise.withResolvers<string>()]),
  );
  const deleted: string[] = [];
  const fetch: Fetch = async (url, init) => {
    if (init?.method === 'DELETE') {
      deleted.push(String(url));
      return new Response(null, { status: 200 });
    }
    const offer = String(init?.body);
    offers.get(String(url))?.resolve(offer);
    const other = await offers.get(url === whip ? whep : whip)?.promise;
    const answer = answerFor(offer, other ?? '', url === whip ? 'active' : 'passive');
    return new Response(answer, { status: 201, headers: { location: `${url}/session` } });
  };
  return { fetch, deleted };
}

describe('a synthetic publisher and a synthetic viewer', { timeout: 30_000 }, () => {
  let clip: Clip;
  beforeAll(async () => {
    clip = await readClip(await makeClip(), 1);
  }, 60_000);

  it('play, measure and end with DELETE', async () => {
    const { fetch, deleted } = switchboard();
    {
      const [publisher, viewer] = await Promise.all([
        SyntheticPublisher.start({ url: whip, clip, fetch }),
        SyntheticViewer.start({ url: whep, fetch }),
      ]);
      await using _publisher = publisher;
      await using _viewer = viewer;
      expect(await viewer.firstFrame).toBeGreaterThan(0);
      expect(viewer.hasPlayed).toBe(true);
      expect(await viewer.nextFrame()).toMatchObject({ width: 640, height: 360 });
      const stats = viewer.stats();
      expect(stats.firstFrameMs).toBeGreaterThan(stats.connectedMs);
      expect(stats).toMatchObject({ lost: 0, width: 640, height: 360 });
      expect(publisher.stats()).toMatchObject({
        layers: [{ rid: '0', width: 640, height: 360, retransmitted: 0 }],
      });
    }
    expect(deleted.toSorted()).toEqual([`${whep}/session`, `${whip}/session`]);
  });

  it('vanish without DELETE, and what was awaited then never comes', async () => {
    const { fetch, deleted } = switchboard();
    const [publisher, viewer] = await Promise.all([
      SyntheticPublisher.start({ url: whip, clip, fetch }),
      SyntheticViewer.start({ url: whep, fetch }),
    ]);
    const never = viewer.nextFrame(() => false);
    await Promise.all([publisher.vanish(), viewer.vanish()]);
    await expect(never).rejects.toMatchObject({ reason: 'ended' });
    await expect(viewer.nextFrame()).rejects.toMatchObject({ reason: 'ended' });
    await viewer.end();
    expect(deleted).toEqual([]);
  });

  it('delete the session when the answer is of no use', async () => {
    const deleted: string[] = [];
    const fetch: Fetch = async (url, init) => {
      if (init?.method === 'DELETE') deleted.push(String(url));
      return new Response('v=0\r\n', { status: 201, headers: { location: '/session' } });
    };
    await expect(SyntheticViewer.start({ url: whep, fetch })).rejects.toMatchObject({
      reason: 'answer',
    });
    expect(deleted).toEqual(['http://127.0.0.1:1/session']);
  });
});

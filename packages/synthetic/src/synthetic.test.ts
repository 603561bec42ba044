import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clip, readClip } from './clip/clip.ts';
import { type ClipChoice, recipeFor } from './clip/clip-choice.ts';
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

  describe('with another clip', () => {
    let cacheFolder: string;
    beforeAll(async () => {
      cacheFolder = await mkdtemp(join(tmpdir(), 'tallylight-clip-'));
    });
    afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

    const makeShortClip = async (choice: ClipChoice): Promise<Clip> => {
      const recipe = { ...recipeFor(choice), durationMs: 1000 };
      return readClip(await makeClip({ cacheFolder, recipe }), 1);
    };

    it('bring B-frames over in the order of decoding', async () => {
      const { fetch } = switchboard();
      const timestamps: number[] = [];
      await using stack = new AsyncDisposableStack();
      const [publisher, viewer] = await Promise.all([
        SyntheticPublisher.start({
          url: whip,
          clip: await makeShortClip({ bFrames: true }),
          fetch,
        }),
        SyntheticViewer.start({
          url: whep,
          fetch,
          onFrame: ({ timestamp }) => void timestamps.push(timestamp),
        }),
      ]);
      stack.use(publisher);
      stack.use(viewer);
      await viewer.nextFrame(() => timestamps.length === 8);
      const [first = 0] = timestamps;
      const frames = timestamps.map((timestamp) => Math.round(((timestamp - first) | 0) / 3000));
      expect(frames).toEqual([0, 3, 1, 2, 6, 4, 5, 9]);
      expect(viewer.stats().undecodable).toBe(0);
    });

    it('play VP8', async () => {
      const { fetch } = switchboard();
      const vp8 = await makeShortClip({ codec: 'vp8' });
      await using stack = new AsyncDisposableStack();
      const [publisher, viewer] = await Promise.all([
        SyntheticPublisher.start({ url: whip, clip: vp8, fetch }),
        SyntheticViewer.start({ url: whep, codec: 'vp8', fetch }),
      ]);
      stack.use(publisher);
      stack.use(viewer);
      const shown = await viewer.nextFrame();
      expect(shown).toMatchObject({ width: 640, height: 360, key: true });
      expect(shown.nals.map((nal) => Buffer.from(nal))).toEqual(vp8.layers[0]?.frames[0]?.nals);
      await viewer.nextFrame(({ key }) => !key);
      expect(viewer.stats()).toMatchObject({ lost: 0, undecodable: 0 });
    });
  });

  it('send as much as is asked for, and no key frame however often that is asked for', async () => {
    const { fetch } = switchboard();
    await using stack = new AsyncDisposableStack();
    const [publisher, viewer] = await Promise.all([
      SyntheticPublisher.start({
        ...{ url: whip, clip, fetch },
        ...{ fillToBitrate: 6_000_000, ignoresKeyFrameRequests: true },
      }),
      SyntheticViewer.start({ url: whep, fetch }),
    ]);
    stack.use(publisher);
    stack.use(viewer);
    const first = await viewer.nextFrame(({ key }) => key);
    viewer.requestKeyFrame();
    const second = await viewer.nextFrame(({ key }) => key);
    // A second later, as the clip has it.
    expect((second.timestamp - first.timestamp) >>> 0).toBeGreaterThanOrEqual(90_000);
    expect(publisher.stats().keyFrameRequests).toBe(1);
    expect(publisher.stats().bitrateKbps).toBeGreaterThan(5_000);
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

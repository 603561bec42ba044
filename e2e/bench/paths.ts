import type { Page } from '@playwright/test';
import { renumberExtensions } from '@tallylight/protocol/sdp';
import { lasting } from '../rig/lasting.ts';
import { percentile } from './report.ts';
import type { Stage } from './stage.ts';

const roundsCount = 15;
/** Longer than the interval in which a publisher is asked for one key frame: each join gets its own. */
const betweenJoinsMs = 1_300;

/**
 * How a player and a router come to the same payload types and extension ids:
 * `renumbered` the player offers the router's (our own player) · `plain` an offer as Chromium makes it, whose
 * extensions fall away · `pipedFirst` an offer with other payload types, for which the server opens a router
 * of its own · `piped` the same when that router is there · `counterOffer` the server refuses with an offer of its own and the player answers that (406, as
 * draft-ietf-wish-whep has it; a prototype in the page on top of an answer of today).
 */
const ways = ['renumbered', 'plain', 'pipedFirst', 'piped', 'counterOffer'] as const;
type Way = (typeof ways)[number];

/** From POST to the first frame in Chromium, each way in turn. */
export async function measurePaths(
  stage: Stage,
): Promise<{ samples: number; metrics: Record<string, number> }> {
  const studio = await stage.studio();
  await studio.goLive();
  const page = await (await stage.viewer()).newPage();
  await page.goto('/');
  await page.exposeFunction('renumber', renumberExtensions);
  await page.exposeFunction('foreign', (offer: string, kind: number) =>
    withForeignTypes(offer, kind),
  );
  // What a path loads is loaded once; and who stays keeps the layers awake, and the router of its kind.
  for (const way of ways) await join(page, stage, way, way === 'renumbered' || way === 'piped');
  const taken: Record<Way, number[]> = {
    renumbered: [],
    plain: [],
    pipedFirst: [],
    piped: [],
    counterOffer: [],
  };
  for (let round = 0; round < roundsCount; round += 1) {
    for (const way of ways) {
      await lasting(betweenJoinsMs);
      taken[way].push(await join(page, stage, way, false));
    }
  }
  const metrics: Record<string, number> = {};
  for (const way of ways) {
    metrics[`${way}P50Ms`] = percentile(taken[way], 0.5);
    metrics[`${way}P95Ms`] = percentile(taken[way], 0.95);
  }
  return { samples: roundsCount, metrics };
}

/** Gives every payload type of an offer another number, as if another browser had made it, or a third one. */
function withForeignTypes(offer: string, kind: number): string {
  const types = new Map<string, string>();
  // The dynamic ones, and those that bundled RTCP leaves (RFC 5761, section 4).
  const free = [...range(126 - kind, 96), ...range(63, 35)].map(String);
  for (const [, known = ''] of offer.matchAll(/^a=rtpmap:(\d+) /gm)) {
    const next = free.shift();
    if (next !== undefined) types.set(known, next);
  }
  const renamed = (type: string): string => types.get(type) ?? type;
  return offer
    .replaceAll(
      /^(m=\w+ \d+ \S+) ([\d ]+)/gm,
      (_, head: string, list: string) => `${head} ${list.split(' ').map(renamed).join(' ')}`,
    )
    .replaceAll(
      /^a=(rtpmap|fmtp|rtcp-fb):(\d+) /gm,
      (_, name: string, type: string) => `a=${name}:${renamed(type)} `,
    )
    .replaceAll(/apt=(\d+)/g, (_, type: string) => `apt=${renamed(type)}`);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: from - to + 1 }, (_, index) => from - index);
}

/** @returns ms from POST to the first frame */
async function join(page: Page, { server }: Stage, way: Way, stays: boolean): Promise<number> {
  return page.evaluate(joinInPage, { url: server.whep, way, stays });
}

/** Joins, waits for a frame and leaves; runs in the page. */
async function joinInPage(options: { url: string; way: Way; stays: boolean }): Promise<number> {
  const { renumber, foreign } = window as unknown as Record<
    'renumber' | 'foreign',
    (offer: string, kind?: number) => Promise<string>
  >;
  const curve: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };
  const certificate = await RTCPeerConnection.generateCertificate(curve);
  const open = (): RTCPeerConnection => {
    const made = new RTCPeerConnection({ certificates: [certificate], bundlePolicy: 'max-bundle' });
    made.ontrack = ({ track }) => {
      if (track.kind === 'video') video.srcObject = new MediaStream([track]);
    };
    return made;
  };
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  document.body.append(video);
  const shown = new Promise<number>((resolve) =>
    video.requestVideoFrameCallback((_now, { presentationTime }) => resolve(presentationTime)),
  );

  let connection = open();
  connection.addTransceiver('audio', { direction: 'recvonly' });
  connection.addTransceiver('video', { direction: 'recvonly' });
  const plain = (await connection.createOffer()).sdp ?? '';
  const offer = await {
    renumbered: () => renumber(plain),
    counterOffer: () => renumber(plain),
    pipedFirst: () => foreign(plain, 1),
    piped: () => foreign(plain, 0),
    plain: () => plain,
  }[options.way]();
  const postedMs = performance.now();
  const local =
    options.way === 'counterOffer'
      ? Promise.resolve()
      : connection.setLocalDescription({ type: 'offer', sdp: offer });
  const response = await fetch(options.url, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp' },
    body: offer,
  });
  const answer = await response.text();
  const session = new URL(response.headers.get('location') ?? '', options.url);
  await local;
  if (options.way === 'counterOffer') {
    // The server's offer: what it answers today, its role left open.
    connection.close();
    connection = open();
    const sdp = answer.replaceAll('a=setup:passive', 'a=setup:actpass');
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const description = await connection.createAnswer();
    // The answer's way to the server: before it has that, it knows no fingerprint to trust.
    await fetch(session, { method: 'GET' });
    await connection.setLocalDescription(description);
  } else {
    await connection.setRemoteDescription({ type: 'answer', sdp: answer });
  }
  const firstFrameMs = await shown;
  if (!options.stays) {
    await fetch(session, { method: 'DELETE' });
    connection.close();
  }
  video.remove();
  return firstFrameMs - postedMs;
}

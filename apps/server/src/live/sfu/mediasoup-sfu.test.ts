import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { MediasoupSfu } from './mediasoup-sfu.ts';
import { fixtureOffer, publishOptions, sfuContract } from './sfu-contract.ts';

const log = pino({ level: 'silent' });
const started: MediasoupSfu[] = [];
const port = 28_100;

async function start(): Promise<MediasoupSfu> {
  const sfu = await MediasoupSfu.start({
    log,
    count: 1,
    plan: { binds: [{ ip: '127.0.0.1' }], aliases: ['192.0.2.7'] },
    port,
    workerBin: undefined,
    maxBitrate: 8_000_000,
  });
  started.push(sfu);
  return sfu;
}

afterAll(async () => {
  await Promise.all(started.map((sfu) => sfu.close()));
});

sfuContract('mediasoup', start);

test('tells further announced addresses as candidates with the same port', async () => {
  const sfu = await start();
  const source = await (await sfu.openStage()).publish(
    publishOptions(fixtureOffer('obs-32.2.2.whip.sdp')),
  );
  const told = source.local.candidates.map((c) => `${c.protocol} ${c.address}:${c.port}`);
  expect(told).toEqual([
    `udp 127.0.0.1:${port}`,
    `tcp 127.0.0.1:${port}`,
    `udp 192.0.2.7:${port}`,
    `tcp 192.0.2.7:${port}`,
  ]);
  expect(new Set(source.local.candidates.map(({ priority }) => priority)).size).toBe(4);
  await sfu.close();
});

test.each([
  'chromium-156.whip.sdp',
  'chromium-156-simulcast.whip.sdp',
  'chromium-156-eyevinn.whip.sdp',
  'chromium-156-mediamtx.whip.sdp',
  'ffmpeg-9.0.2.whip.sdp',
  'gstreamer-1.26-webrtcbin.whip.sdp',
  'obs-32.2.2.whip.sdp',
  'obs-32.2.2-simulcast.whip.sdp',
  'safari-26.whip.sdp',
])('%s: its parameters make producers', async (name) => {
  const sfu = await start();
  const source = await (await sfu.openStage()).publish(publishOptions(fixtureOffer(name)));
  expect(source.tracks.length).toBeGreaterThan(0);
  await sfu.close();
});

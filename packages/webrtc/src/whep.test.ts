import { sfuExtensionIds } from '@tallylight/protocol/sdp';
import { expect, test } from 'vitest';
import { answerThatSends, FakeBrowser, granted, settle } from './testing/index.ts';
import { WhepSession } from './whep.ts';

const offer = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=extmap:14 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=rtpmap:111 opus/48000/2',
  'm=video 9 UDP/TLS/RTP/SAVPF 108',
  'a=extmap:14 urn:ietf:params:rtp-hdrext:sdes:mid',
  '',
].join('\r\n');

async function connect(...kinds: ('audio' | 'video')[]) {
  const browser = new FakeBrowser(() => granted(answerThatSends(...kinds)));
  browser.prepare = (connection) => {
    connection.offer = offer;
  };
  const session = new WhepSession({ environment: browser.environment, url: '/whep/main' });
  const seen: string[] = [];
  session.subscribe(() => {
    seen.push(`${session.getState().name} ${session.stream.getTracks().length}`);
  });
  const started = session.start();
  await settle();
  browser.connection.become('connected', 'connected');
  await started;
  return { browser, session, seen, connection: browser.connection };
}

test('the offer receives stereo and counts its extensions as the server does', async () => {
  const { connection } = await connect('audio', 'video');
  const id = sfuExtensionIds['urn:ietf:params:rtp-hdrext:sdes:mid'];
  expect(connection.transceivers.map(({ init }) => init.direction)).toEqual([
    'recvonly',
    'recvonly',
  ]);
  expect(connection.localSdp).toContain(`a=extmap:${id} urn:ietf:params:rtp-hdrext:sdes:mid`);
  expect(connection.localSdp).toContain('a=fmtp:111 stereo=1;sprop-stereo=1;useinbandfec=1');
  expect(connection.getConfiguration().bundlePolicy).toBe('balanced');
});

test('the tracks are there before the connection is', async () => {
  const { seen } = await connect('audio', 'video');
  expect(seen).toEqual(['negotiating 0', 'connecting 2', 'connected 2']);
});

test('nothing is buffered beyond need', async () => {
  const { session } = await connect('audio', 'video');
  expect(session.receiver('video')?.jitterBufferTarget).toBe(0);
  expect(session.receiver('audio')?.jitterBufferTarget).toBe(0);
});

test('what the server does not send has no receiver', async () => {
  const { session } = await connect('audio');
  expect(session.receiver('video')).toBeNull();
  expect(session.receiver('audio')).not.toBeNull();
});

test('a kind that is not sent ends nothing, the goodbye of the server does', async () => {
  const { session, connection, browser } = await connect('video');
  connection.become('connected', 'completed');
  expect(session.getState().name).toBe('connected');
  connection.endByServer();
  expect(session.getState()).toMatchObject({ name: 'failed', error: { reason: 'lost' } });
  expect(browser.methods).toEqual(['POST']);
});

test('progress is frames decoded and packets received', async () => {
  const inbound = { type: 'inbound-rtp', timestamp: 0 };
  const both = await connect('audio', 'video');
  both.connection.stats = [
    { ...inbound, id: 'a', kind: 'audio', packetsReceived: 90 },
    {
      ...inbound,
      ...{ id: 'v', kind: 'video', framesDecoded: 7, keyFramesDecoded: 1, packetsReceived: 300 },
    },
    { id: 'p', type: 'candidate-pair', timestamp: 0, nominated: true, localCandidateId: 'l' },
    { id: 'l', type: 'local-candidate', timestamp: 0, protocol: 'tcp' },
  ];
  expect(await both.session.progress()).toEqual({
    ...{ frames: 7, keyFrames: 1, pathProtocol: 'tcp' },
    ...{ packets: 390, audioPackets: 90, videoPackets: 300 },
  });
  const audio = await connect('audio');
  audio.connection.stats = [{ ...inbound, id: 'a', kind: 'audio', packetsReceived: 90 }];
  expect(await audio.session.progress()).toEqual({
    ...{ frames: null, keyFrames: null, pathProtocol: null },
    ...{ packets: 90, audioPackets: 90, videoPackets: 0 },
  });
});

test('a session that has not started has no progress and no statistics', async () => {
  const browser = new FakeBrowser(() => granted(''));
  const session = new WhepSession({ environment: browser.environment, url: '/whep/main' });
  expect(await session.progress()).toMatchObject({ frames: null, packets: 0 });
  expect(await session.stats()).toMatchObject({ packetsReceived: 0, bitsPerS: null });
});

test('a key frame is asked for where the server has that, and nothing comes of a refusal', async () => {
  const granting = granted(answerThatSends('video'), '/whep/main/7');
  granting.headers.set('link', '</whep/main/7/key-frame>; rel="urn:tallylight:whep:ext:key-frame"');
  const browser = new FakeBrowser(({ url }) =>
    url.endsWith('/key-frame') ? Promise.reject(new TypeError('offline')) : granting,
  );
  const url = 'https://x.example/whep/main?viewer=4f2a';
  const session = new WhepSession({ environment: browser.environment, url });
  await session.requestKeyFrame();
  expect(browser.requests).toEqual([]);
  const started = session.start();
  await settle();
  browser.connection.become('connected', 'connected');
  await started;
  await session.requestKeyFrame();
  // An endpoint with a query is no matter to what it names.
  expect(browser.requests.map((request) => `${request.init.method} ${request.url}`)).toEqual([
    'POST https://x.example/whep/main?viewer=4f2a',
    'POST https://x.example/whep/main/7/key-frame',
  ]);
});

import { expect, test } from 'vitest';
import { answerThatSends, FakeBrowser, fakeTrack, granted, settle } from './testing/index.ts';
import { type WhipOptions, WhipSession } from './whip.ts';

const offer = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 108',
  'a=rtpmap:108 H264/90000',
  'a=fmtp:108 packetization-mode=1;profile-level-id=42e01f',
  '',
].join('\r\n');

async function connect(options: Partial<WhipOptions> = {}) {
  const browser = new FakeBrowser(() => granted(offer));
  browser.codecs = [
    { mimeType: 'video/VP8', clockRate: 90_000 },
    { mimeType: 'video/H264', clockRate: 90_000 },
  ];
  browser.prepare = (connection) => {
    connection.offer = offer;
  };
  const session = new WhipSession({
    environment: browser.environment,
    url: 'https://x.example/whip/main',
    token: 'key',
    tracks: { video: fakeTrack('video'), audio: fakeTrack('audio') },
    ...options,
  });
  const started = session.start();
  await settle();
  browser.connection.become('connected', 'connected');
  await started;
  return { browser, session, connection: browser.connection };
}

test('tracks are only sent, in one stream, with the layers asked for and H.264 first', async () => {
  const encodings = [{ rid: 'q', scaleResolutionDownBy: 4 }, { rid: 'f' }];
  const { connection, browser } = await connect({ encodings });
  const [audio, video] = connection.transceivers;
  expect(audio?.init).toMatchObject({ direction: 'sendonly' });
  expect(video?.init).toMatchObject({ direction: 'sendonly', sendEncodings: encodings });
  expect(audio?.init.streams).toEqual(video?.init.streams);
  expect(video?.codecs.map(({ mimeType }) => mimeType)).toEqual(['video/H264', 'video/VP8']);
  expect(browser.requests[0]?.init.headers).toMatchObject({ authorization: 'Bearer key' });
});

test('offer and answer speak of stereo; the answer says where the bitrate begins', async () => {
  const { connection } = await connect({ startBitsPerS: 1_800_000 });
  for (const sdp of [connection.localSdp, connection.remoteSdp]) {
    expect(sdp).toContain('stereo=1;sprop-stereo=1;useinbandfec=1;maxaveragebitrate=128000');
  }
  expect(connection.remoteSdp).toContain('profile-level-id=42e01f;x-google-start-bitrate=1800');
  expect(connection.localSdp).not.toContain('x-google');
});

test('a lone voice goes out in one channel', async () => {
  const { connection } = await connect({ stereo: false, audioBitsPerS: 48_000 });
  expect(connection.localSdp).toContain('stereo=0;sprop-stereo=0');
  expect(connection.remoteSdp).toContain('maxaveragebitrate=48000');
});

test('one kind alone is one section', async () => {
  const { connection } = await connect({ tracks: { audio: fakeTrack('audio') } });
  expect(connection.transceivers).toHaveLength(1);
});

test('another track takes the place of the first, in the same session', async () => {
  const { connection, session, browser } = await connect();
  const next = fakeTrack('video');
  await session.replaceTrack('video', next);
  expect(connection.transceivers[1]?.sender.track).toBe(next);
  await session.replaceTrack('audio', null);
  expect(connection.transceivers[0]?.sender.track).toBeNull();
  expect(browser.requests).toHaveLength(1);
});

test('a kind that the session began without can not come later', async () => {
  const { session } = await connect({ tracks: { video: fakeTrack('video') } });
  await expect(session.replaceTrack('audio', fakeTrack('audio'))).rejects.toThrow(TypeError);
});

test('statistics can be asked for at any time', async () => {
  const browser = new FakeBrowser(() => granted(answerThatSends()));
  const session = new WhipSession({
    environment: browser.environment,
    url: '/whip',
    token: 'key',
    tracks: {},
  });
  expect(await session.stats()).toMatchObject({ bitsPerS: null, layers: [], audio: null });
});

test.each([
  [['0'], [true, false, false]],
  [
    ['0', '1'],
    [true, true, false],
  ],
  [null, [true, true, true]],
  // Whatever is asked, somebody who comes finds a picture.
  [[], [true, false, false]],
  [['unknown'], [true, false, false]],
])('of the layers, %j is sent without a new offer', async (rids, active) => {
  const encodings = [{ rid: '0' }, { rid: '1' }, { rid: '2' }];
  const { session, connection, browser } = await connect({ encodings });
  await session.setActiveLayers(['0', '2']);
  await session.setActiveLayers(rids);
  expect(connection.transceivers[1]?.encodings.map((encoding) => encoding.active)).toEqual(active);
  expect(browser.requests).toHaveLength(1);
});

test('layers that are sent as asked are left alone', async () => {
  const { session, connection } = await connect({ encodings: [{ rid: '0' }, { rid: '1' }] });
  const before = connection.transceivers[1]?.encodings;
  await session.setActiveLayers(null);
  expect(connection.transceivers[1]?.encodings).toBe(before);
});

test('a session without video has no layers to rest', async () => {
  const { session } = await connect({ tracks: { audio: fakeTrack('audio') } });
  await expect(session.setActiveLayers(['0'])).resolves.toBeUndefined();
});

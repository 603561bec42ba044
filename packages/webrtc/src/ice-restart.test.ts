import { writeFragment } from '@tallylight/protocol/sdp';
import { expect, test } from 'vitest';
import type { SessionError } from './errors.ts';
import { answerThatSends, FakeBrowser, granted, refused, settle } from './testing/index.ts';
import { WhepSession } from './whep.ts';

const restartOffer = [
  'v=0',
  'm=video 9 UDP/TLS/RTP/SAVPF 108',
  'a=ice-ufrag:new',
  'a=ice-pwd:0123456789012345678901',
  'a=mid:1',
  '',
].join('\r\n');
const answer = `${answerThatSends('video')}a=ice-ufrag:old\r\na=ice-pwd:old\r\n`;
const fragment = writeFragment({
  ice: { usernameFragment: 'fresh', password: 'fresh password' },
  candidates: [],
  mid: '1',
});

function restarted(): Response {
  return new Response(fragment, {
    headers: { 'content-type': 'application/trickle-ice-sdpfrag', etag: '"2"' },
  });
}

/** A session that is connected; `respond` answers its restarts. */
async function connect(respond: () => Response | Promise<Response> = restarted) {
  const browser = new FakeBrowser(({ init }) =>
    init.method === 'PATCH' ? respond() : granted(answer),
  );
  browser.prepare = (connection) => {
    connection.restartOffer = restartOffer;
  };
  const session = new WhepSession({ environment: browser.environment, url: 'https://x.example/w' });
  const started = session.start();
  await settle();
  browser.connection.become('connected', 'connected');
  await started;
  return { browser, session, connection: browser.connection };
}

const failure = (restart: Promise<void>): Promise<SessionError> =>
  restart.then(
    () => expect.fail('it found a way'),
    (error: SessionError) => error,
  );

test('the server gets the new credentials by PATCH, and the browser those of the server', async () => {
  const { browser, session, connection } = await connect();
  const armed = browser.time.armed;
  connection.become('disconnected', 'disconnected');
  let isDone = false;
  const restart = session.restartIce().then(() => {
    isDone = true;
  });
  await settle();
  const [, patch] = browser.requests;
  expect(patch).toMatchObject({
    url: 'https://x.example/sessions/1',
    init: {
      method: 'PATCH',
      headers: { 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': '*' },
    },
  });
  expect(patch?.init.body).toContain('a=ice-ufrag:new');
  expect(connection.remoteSdp).toContain('a=ice-ufrag:fresh');
  expect(isDone).toBe(false);
  connection.become('connected', 'connected');
  await restart;
  expect(session.getState().name).toBe('connected');
  expect(browser.time.armed).toBe(armed);
});

test('those who ask at the same time share a search, and the next one is another', async () => {
  const { browser, session } = await connect();
  await Promise.all([session.restartIce(), session.restartIce()]);
  expect(browser.methods).toEqual(['POST', 'PATCH']);
  await session.restartIce();
  expect(browser.methods).toEqual(['POST', 'PATCH', 'PATCH']);
});

test.each<[string, () => Response | Promise<Response>, Partial<SessionError>]>([
  ['a server that refuses', () => refused(405, 'x'), { reason: 'http', stage: 'request' }],
  ['a session that is gone', () => refused(404, 'x'), { reason: 'not-found' }],
  ['no network', () => Promise.reject(new TypeError('no')), { reason: 'network' }],
  [
    'a server that only takes candidates',
    () => new Response(null, { status: 204 }),
    { reason: 'answer' },
  ],
  ['an answer without credentials', () => new Response('v=0'), { reason: 'answer' }],
])('%s leaves the session and its offer as they were', async (_title, respond, facts) => {
  const { session, connection } = await connect(respond);
  expect(await failure(session.restartIce())).toMatchObject(facts);
  expect(session.getState().name).toBe('connected');
  expect(connection.signalingState).toBe('stable');
  expect(connection.closed).toBe(false);
});

test.each([
  ['request', () => new Promise<Response>(() => {})],
  ['connect', restarted],
])('a search ends after 3 s, and names the stage: %s', async (stage, respond) => {
  const { browser, session, connection } = await connect(respond);
  connection.become('disconnected', 'disconnected');
  const failed = failure(session.restartIce());
  await browser.time.advance(3_000);
  expect(await failed).toMatchObject({ reason: 'timeout', stage });
  expect(connection.signalingState).toBe('stable');
});

test('a connection that stands still is lost when the search has ended, not before', async () => {
  const { browser, session, connection } = await connect();
  connection.become('disconnected', 'disconnected');
  await browser.time.advance(2_000);
  const failed = failure(session.restartIce());
  await browser.time.advance(2_900);
  expect(session.getState().name).toBe('connected');
  connection.become('failed', 'failed');
  expect(session.getState().name).toBe('connected');
  await browser.time.advance(200);
  await failed;
  expect(session.getState()).toMatchObject({ name: 'failed', error: { reason: 'lost' } });
});

test('a search that fails early leaves the patience that there was', async () => {
  const { browser, session, connection } = await connect(() => refused(503, 'x'));
  connection.become('disconnected', 'disconnected');
  await failure(session.restartIce());
  await browser.time.advance(2_900);
  expect(session.getState().name).toBe('connected');
  await browser.time.advance(100);
  expect(session.getState().name).toBe('failed');
});

test.each([
  [
    'the server that says goodbye',
    'lost',
    (made: Awaited<ReturnType<typeof connect>>) => made.connection.endByServer(),
  ],
  ['the owner', 'aborted', (made: Awaited<ReturnType<typeof connect>>) => made.session.close()],
])('%s ends the search with the session', async (_who, reason, end) => {
  const made = await connect(() => new Promise<Response>(() => {}));
  const failed = failure(made.session.restartIce());
  await settle();
  await Promise.all([end(made), made.browser.time.advance(1_000)]);
  expect(await failed).toMatchObject({ reason });
  expect(made.browser.time.armed).toBe(0);
});

test('only what is connected can be restarted', async () => {
  const { session, connection, browser } = await connect();
  connection.endByServer();
  expect(await failure(session.restartIce())).toMatchObject({ reason: 'lost' });
  expect(browser.methods).toEqual(['POST']);
});

test('a way that was found under the old credentials does not count', async () => {
  const { session, connection } = await connect();
  let used = 'old';
  const ice = Object.assign(new EventTarget(), {
    getSelectedCandidatePair: () => ({ local: { usernameFragment: used } }),
  });
  Object.assign(connection.transport, { iceTransport: ice });
  let isDone = false;
  const restart = session.restartIce().then(() => {
    isDone = true;
  });
  await settle();
  ice.dispatchEvent(new Event('selectedcandidatepairchange'));
  await settle();
  expect(isDone).toBe(false);
  used = 'new';
  ice.dispatchEvent(new Event('selectedcandidatepairchange'));
  await restart;
});

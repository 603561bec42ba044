import { expect, test } from 'vitest';
import type { SessionError } from './errors.ts';
import { PeerSession } from './peer-session.ts';
import { SessionResource } from './session-resource.ts';
import {
  answerThatSends,
  FakeBrowser,
  type FakeRequest,
  granted,
  refused,
  settle,
} from './testing/index.ts';

const answer = answerThatSends('audio', 'video');

function make(
  respond: (request: FakeRequest) => Response | Promise<Response> = () => granted(answer),
  { keepsLastPicture = false, isAwaited = false } = {},
): { browser: FakeBrowser; session: PeerSession; names: string[] } {
  const browser = new FakeBrowser(respond);
  const { environment } = browser;
  const session = new PeerSession({
    environment,
    resource: new SessionResource({
      environment,
      url: 'https://x.example/whep',
      conflict: 'off-air',
    }),
    timeoutMs: 15_000,
    bundlePolicy: 'max-bundle',
    keepsLastPicture,
    isAwaited,
    prepare: (connection) => {
      connection.addTransceiver('video');
    },
    rewriteOffer: (sdp) => `${sdp}a=x-offer\r\n`,
    rewriteAnswer: (sdp) => `${sdp}a=x-answer\r\n`,
  });
  const names: string[] = [];
  session.subscribe(() => names.push(session.getState().name));
  return { browser, session, names };
}

const failure = (started: Promise<void>): Promise<SessionError> =>
  started.then(
    () => expect.fail('it started'),
    (error: SessionError) => error,
  );

test('it is connected when the browser says so, not when the server has answered', async () => {
  const { browser, session, names } = make();
  const started = session.start();
  await settle();
  expect(names).toEqual(['negotiating', 'connecting']);
  expect(browser.connection.localSdp).toBe('v=0\r\na=x-offer\r\n');
  expect(browser.requests[0]?.init.body).toBe(browser.connection.localSdp);
  expect(browser.connection.remoteSdp).toBe(`${answer}a=x-answer\r\n`);
  browser.connection.become('connecting');
  browser.connection.become('connected');
  await started;
  expect(names).toEqual(['negotiating', 'connecting', 'connected']);
  expect(browser.time.armed).toBe(0);
});

function grantedWithLink(link: string): Response {
  const response = granted(answer);
  response.headers.set('link', link);
  return response;
}

test('candidates are gathered at the servers that the 201 tells of', async () => {
  const link =
    '<stun:stun.example>; rel="ice-server", <turn:turn.example?transport=udp>; rel="ice-server"; username="u"; credential="c"';
  const { browser, session } = make(() => grantedWithLink(link));
  session.start().catch(() => {});
  await settle();
  expect(browser.connection.gatheredWith).toEqual({
    bundlePolicy: 'max-bundle',
    iceServers: [
      { urls: 'stun:stun.example' },
      { urls: 'turn:turn.example?transport=udp', username: 'u', credential: 'c' },
    ],
  });
});

test('a server that the browser can not read is done without', async () => {
  const { browser, session } = make(() => grantedWithLink('<ftp:x>; rel="ice-server"'));
  const started = session.start();
  await settle();
  browser.connection.become('connected', 'connected');
  await started;
  expect(browser.connection.gatheredWith).toEqual({ bundlePolicy: 'max-bundle' });
});

test('it starts once', () => {
  const { session } = make();
  session.start().catch(() => {});
  expect(() => session.start()).toThrow(TypeError);
});

test('a refusal fails the start and leaves nothing behind', async () => {
  const { browser, session, names } = make(() => refused(409, 'channel_off_air'));
  const error = await failure(session.start());
  expect(error.reason).toBe('off-air');
  expect(names).toEqual(['negotiating', 'failed']);
  expect(browser.connection.closed).toBe(true);
  expect(browser.methods).toEqual(['POST']);
  expect(browser.time.armed).toBe(0);
});

test.each([
  ['request', () => new Promise<Response>(() => {})],
  ['connect', () => granted(answer)],
])('time that runs out names the stage: %s', async (stage, respond) => {
  const { browser, session } = make(respond);
  const failed = failure(session.start());
  await browser.time.advance(15_000);
  expect(await failed).toMatchObject({ reason: 'timeout', stage, retryable: true });
});

test.each([
  ['checking', 'connect', ['udp', 'tcp']],
  ['connected', 'secure', []],
] as const)('time that runs out while ICE is %s stopped at: %s', async (ice, stage, tried) => {
  const reachable = ['udp', 'tcp'].map((name) => `a=candidate:1 1 ${name} 9 192.0.2.1 9 typ host`);
  const { browser, session } = make(() => granted([answer, ...reachable, ''].join('\r\n')));
  const failed = failure(session.start());
  await settle();
  browser.connection.become('connecting', ice);
  await browser.time.advance(15_000);
  expect(await failed).toMatchObject({ reason: 'timeout', stage, tried });
  expect(session.tried).toEqual(['udp', 'tcp']);
});

test('a session that was granted too late is removed', async () => {
  const late = Promise.withResolvers<Response>();
  const { browser, session } = make(({ init }) =>
    init.method === 'POST' ? late.promise : new Response(),
  );
  const failed = failure(session.start());
  await settle();
  const closed = session.close();
  expect(await failed).toMatchObject({ reason: 'aborted' });
  late.resolve(granted(answer));
  await closed;
  await settle();
  expect(browser.methods).toEqual(['POST', 'DELETE']);
});

test.each([
  ['failed', 'ice', 'connect'],
  ['connected', 'dtls', 'secure'],
] as const)(
  'a connection that fails while ICE is %s is a matter of %s',
  async (ice, reason, stage) => {
    const { browser, session } = make();
    const failed = failure(session.start());
    await settle();
    browser.connection.become('failed', ice);
    expect(await failed).toMatchObject({ reason, stage });
    expect(browser.methods).toEqual(['POST', 'DELETE']);
  },
);

test('an answer that the browser refuses is told with its reason', async () => {
  const refusal = new Error('Failed to set remote answer sdp');
  const { browser, session } = make();
  browser.prepare = (connection) => {
    connection.refusal = refusal;
  };
  expect(await failure(session.start())).toMatchObject({ reason: 'answer', cause: refusal });
});

test('a browser that makes no offer fails before any request', async () => {
  const { browser, session } = make();
  browser.prepare = (connection) => {
    connection.createOffer = () => Promise.reject(new Error('no'));
  };
  expect(await failure(session.start())).toMatchObject({ reason: 'offer', stage: 'offer' });
  expect(browser.requests).toEqual([]);
});

async function connect(options: Parameters<typeof make>[1] = {}): Promise<ReturnType<typeof make>> {
  const made = make(undefined, options);
  const started = made.session.start();
  await settle();
  made.browser.connection.become('connected', 'connected');
  await started;
  return made;
}

test('a server that says goodbye ends it at once, without a farewell to it', async () => {
  const { browser, session } = await connect();
  browser.connection.endByServer();
  expect(session.getState()).toMatchObject({ name: 'failed', error: { reason: 'lost' } });
  expect(browser.methods).toEqual(['POST']);
});

test('a silent server is waited for, then lost, and told should it be there after all', async () => {
  const { browser, session } = await connect();
  browser.connection.become('disconnected', 'disconnected');
  await browser.time.advance(2_900);
  browser.connection.become('connected', 'connected');
  await browser.time.advance(10_000);
  expect(session.getState().name).toBe('connected');
  browser.connection.become('disconnected', 'disconnected');
  await browser.time.advance(3_000);
  expect(session.getState()).toMatchObject({ name: 'failed', error: { reason: 'lost' } });
  expect(browser.methods).toEqual(['POST', 'DELETE']);
});

test('where the server waits, one who was lost is not taken leave of until it is closed', async () => {
  const { browser, session } = await connect({ isAwaited: true });
  browser.connection.endByServer();
  await settle();
  expect(browser.methods).toEqual(['POST']);
  await session.close();
  expect(browser.methods).toEqual(['POST', 'DELETE']);
});

test('where the last picture is kept a lost connection stays open until it is closed', async () => {
  const { browser, session } = await connect({ keepsLastPicture: true });
  browser.connection.endByServer();
  expect(browser.connection.closed).toBe(false);
  await session.close();
  expect(browser.connection.closed).toBe(true);
  expect(session.getState().name).toBe('failed');
});

test('closing stops sending, tells the server, and only then closes the connection', async () => {
  const { browser, session, names } = await connect();
  const removed = Promise.withResolvers<Response>();
  browser.respond = () => removed.promise;
  const closing = session.close();
  expect(names.at(-1)).toBe('closed');
  await settle();
  expect(browser.methods).toEqual(['POST', 'DELETE']);
  expect(browser.connection.transceivers[0]?.sender.track).toBeNull();
  expect(browser.connection.closed).toBe(false);
  removed.resolve(new Response());
  await closing;
  expect(browser.connection.closed).toBe(true);
});

test('a server that does not react to the farewell is waited for no longer than a second', async () => {
  const { browser, session } = await connect();
  browser.respond = () => new Promise<Response>(() => {});
  const closing = session.close();
  await browser.time.advance(1_000);
  await closing;
  expect(browser.connection.closed).toBe(true);
});

test('a session that never started closes without a word', async () => {
  const { browser, session } = make();
  await session.close();
  expect(session.getState().name).toBe('closed');
  expect(browser.requests).toEqual([]);
});

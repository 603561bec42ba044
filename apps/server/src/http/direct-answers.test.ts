import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerDirectly } from './direct-answers.ts';

let server: Server;
/** What the HTTP server was asked, and what answers it. */
let asked: string[];
let release: (() => void)[];
let sockets: Socket[];

beforeEach(async () => {
  asked = [];
  release = [];
  sockets = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answer = (): void => {
      response.end(`usual ${request.url}`);
    };
    request.resume();
    if (request.url === '/held') release.push(answer);
    else request.once('end', answer);
  });
  const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ndirect');
  answerDirectly(server, (path) => (path === '/hot' ? answer : null));
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Resolves when the server has read something that makes no request yet. */
async function piece(): Promise<void> {
  const [socket] = sockets;
  if (socket === undefined) throw new Error('nobody is connected');
  await once(socket, 'data');
}

/** A client that says exactly what it is told, over one connection. */
class Client {
  readonly #socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  #heard = '';

  constructor() {
    this.#socket.on('data', (chunk) => {
      this.#heard += chunk.toString();
    });
  }

  say(text: string): void {
    this.#socket.write(text);
  }

  /** Waits until it has heard so many answers; their bodies in order. */
  async hear(count: number): Promise<string[]> {
    for (;;) {
      const bodies = [...this.#heard.matchAll(/usual [^\sH]*|direct/g)].map(([body]) => body);
      if (bodies.length >= count) return bodies;
      await once(this.#socket, 'data');
    }
  }

  /** The client ends, and all that was still to come has. */
  async leave(): Promise<void> {
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

test('the first request of a connection goes the usual way, and what is at hand afterwards does not', async () => {
  const client = new Client();
  client.say(get('/hot'));
  expect(await client.hear(1)).toEqual(['usual /hot']);
  client.say(get('/hot', 'Connection: keep-alive\r\nAccept: */*\r\n'));
  expect(await client.hear(2)).toEqual(['usual /hot', 'direct']);
  client.say(get('/cold'));
  client.say(get('/hot'));
  await client.hear(4);
  client.say(get('/hot'));
  expect((await client.hear(5)).at(-1)).toBe('direct');
  await client.leave();
});

test('answers keep the order of their requests', async () => {
  const client = new Client();
  client.say(get('/first'));
  await client.hear(1);
  client.say(get('/held'));
  await once(server, 'request');
  client.say(get('/hot'));
  await once(server, 'request');
  release[0]?.();
  expect(await client.hear(3)).toEqual(['usual /first', 'usual /held', 'usual /hot']);
  client.say(get('/hot'));
  expect((await client.hear(4)).at(-1)).toBe('direct');
  await client.leave();
});

test.each([
  ['a part of it', get('/hot', 'Range: bytes=0-1\r\n')],
  ['what it has not yet', get('/hot', 'if-none-match: "x"\r\n')],
  ['only the head', get('/hot').replace('GET', 'HEAD')],
  ['an older version', get('/hot').replace('1.1', '1.0')],
])('who asks for %s is answered the usual way', async (_what, request) => {
  const client = new Client();
  client.say(get('/first'));
  await client.hear(1);
  client.say(request);
  await once(server, 'request');
  expect(asked).toHaveLength(2);
  await client.leave();
});

/** Looks like a request for what is at hand, and is a body. */
const disguised = get('/hot');
const length = `Content-Length: ${disguised.length}\r\n`;

test.each([
  ['of a POST', get('/up', length).replace('GET', 'POST'), disguised],
  ['of a GET', get('/up', length), disguised],
  ['of a GET with the length in small letters', get('/up', length.toLowerCase()), disguised],
  [
    'in chunks',
    get('/up', 'Transfer-Encoding: chunked\r\n'),
    `${disguised.length.toString(16)}\r\n${disguised}\r\n0\r\n\r\n`,
  ],
])('a body %s that looks like a request is none', async (_kind, head, body) => {
  const client = new Client();
  client.say(get('/first'));
  await client.hear(1);
  client.say(head);
  await once(server, 'request');
  client.say(body);
  expect(await client.hear(2)).toEqual(['usual /first', 'usual /up']);
  client.say(get('/hot'));
  expect(await client.hear(3)).toEqual(['usual /first', 'usual /up', 'usual /hot']);
  await client.leave();
});

test('a request in two pieces is one', async () => {
  const client = new Client();
  client.say(get('/first'));
  await client.hear(1);
  const arrival = piece();
  client.say('GET /hot HTTP/1.1\r\nHost: x\r\nX: ');
  await arrival;
  client.say(get('/hot'));
  expect(await client.hear(2)).toEqual(['usual /first', 'usual /hot']);
  await client.leave();
});

test('requests that come in one piece are answered in order', async () => {
  const client = new Client();
  client.say(get('/first'));
  await client.hear(1);
  client.say(get('/hot') + get('/cold') + get('/hot'));
  expect((await client.hear(4)).slice(1)).toEqual(['usual /hot', 'usual /cold', 'usual /hot']);
  await client.leave();
});

test('an upgrade leaves the connection to who took it', async () => {
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
    socket.on('data', (chunk: Buffer) => socket.write(`usual ${chunk.length}\n`));
  });
  const client = new Client();
  client.say(get('/first'));
  await client.hear(1);
  client.say(get('/up', 'Upgrade: x\r\nConnection: Upgrade\r\n'));
  await once(server, 'upgrade');
  client.say(get('/hot'));
  expect(await client.hear(2)).toEqual(['usual /first', `usual ${get('/hot').length}`]);
  await client.leave();
});

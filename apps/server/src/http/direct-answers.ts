import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The answer to a GET of a path, head and body; null where it goes the usual way. */
export type FindAnswer = (path: string) => Buffer | null;

type Read = (chunk: Buffer) => void;

/** No plain request is longer, in bytes. */
const mostBytes = 4096;

/** A request without a body that asks for nothing special of the connection, whole and alone. */
const requestLine = /^(GET|HEAD|OPTIONS) (\S+) HTTP\/1\.1\r\n/;
const headEnd = '\r\n\r\n';
const oddHeader =
  /[\r\n][ \t]*(?:content-length|transfer-encoding|upgrade|expect|connection(?!: *keep-alive *\r))/i;

/** The answer depends on it. */
const conditional = /[\r\n](?:range|if-[a-z-]+)[ \t]*:/i;

/**
 * Answers what is at hand before HTTP is parsed: of segments and parts a server hands out thousands a second, and
 * making a request and a response object of each would cost more than sending it. Only a plain GET that is alone on
 * a kept connection is answered so. All else goes to the HTTP server as ever, and with the first thing that is not
 * plain the whole connection does.
 */
export function answerDirectly(server: Server, find: FindAnswer): void {
  const connections = new WeakMap<Socket, DirectConnection>();
  server.on('connection', (socket: Socket) => {
    connections.set(socket, new DirectConnection(socket, find));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    response.once('close', () => connections.get(socket)?.answered());
  });
}

/** Stands between a socket and the HTTP server's own reader. */
class DirectConnection {
  readonly #socket: Socket;
  readonly #find: FindAnswer;
  /** The HTTP server's. */
  readonly #readers: readonly Read[];
  readonly #read: Read = (chunk) => this.#receive(chunk);
  /** Requests that the HTTP server has not answered yet. */
  #pending = 0;
  /** It has answered one: so the time limits of a new connection are met. */
  #isKept = false;

  constructor(socket: Socket, find: FindAnswer) {
    this.#socket = socket;
    this.#find = find;
    this.#readers = socket.listeners('data') as Read[];
    socket.removeAllListeners('data');
    socket.on('data', this.#read);
  }

  answered(): void {
    this.#pending -= 1;
    this.#isKept = true;
  }

  #receive(chunk: Buffer): void {
    const text = chunk.length <= mostBytes ? chunk.toString('latin1') : '';
    const [, method, path = ''] = requestLine.exec(text) ?? [];
    const isPlain =
      method !== undefined &&
      text.indexOf(headEnd) === text.length - headEnd.length &&
      !oddHeader.test(text);
    if (!isPlain) {
      this.#handBack(chunk);
      return;
    }
    if (method === 'GET' && this.#answer(path, text)) return;
    this.#pending += 1;
    for (const read of this.#readers) read.call(this.#socket, chunk);
  }

  #answer(path: string, text: string): boolean {
    const socket = this.#socket;
    // Answers go out in the order of the requests, and none piles up before a client that doesn't read.
    if (this.#pending > 0 || !this.#isKept || socket.writableLength > 0) return false;
    const answer = this.#find(path);
    if (answer === null || conditional.test(text)) return false;
    socket.write(answer);
    return true;
  }

  /** From here on the HTTP server reads alone. */
  #handBack(chunk: Buffer): void {
    this.#socket.removeListener('data', this.#read);
    for (const read of this.#readers) this.#socket.on('data', read);
    for (const read of this.#readers) read.call(this.#socket, chunk);
  }
}

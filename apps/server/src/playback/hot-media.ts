import { bytesHeaders, type MediaBytes } from './bytes-reply.ts';
import { openToAll } from './media-headers.ts';

type Kept = {
  /** All lines of the head but the first and the date. */
  readonly lines: string;
  readonly body: Buffer;
  /** Head and body as they go out, and the second that the date tells. What is on its way is never written to. */
  answer: Buffer;
  second: number;
};

/** How many bytes are kept at hand, for all broadcasts together. */
const defaultBytes = 32 * 2 ** 20;

/**
 * What was asked for lately and never changes, ready to go out again: a thousand viewers ask for the same segment
 * within a second. The oldest leaves when there is no room.
 */
export class HotMedia {
  readonly #kept = new Map<string, Kept>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number = defaultBytes) {
    this.#mostBytes = mostBytes;
  }

  /** @param path as the request has it; one with a query is not kept */
  keep(path: string, media: MediaBytes): void {
    const { bytes } = media;
    if (path.includes('?') || this.#kept.has(path) || bytes.length > this.#mostBytes / 4) return;
    const headers = {
      ...openToAll,
      ...bytesHeaders(media),
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#kept.set(path, {
      lines: `${lines.join('')}\r\n`,
      body: bytes,
      answer: Buffer.alloc(0),
      second: 0,
    });
    this.#bytes += bytes.length;
    for (const [oldest, { body }] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= body.length;
    }
  }

  /** The whole answer to a GET, to be sent in one write; null where it is not at hand. */
  readonly find = (path: string): Buffer | null => {
    const kept = this.#kept.get(path);
    if (kept === undefined) return null;
    const second = Math.floor(Date.now() / 1000);
    if (kept.second !== second) {
      const date = new Date(second * 1000).toUTCString();
      const head = Buffer.from(`HTTP/1.1 200 OK\r\nDate: ${date}\r\n${kept.lines}`, 'latin1');
      kept.answer = Buffer.concat([head, kept.body]);
      kept.second = second;
    }
    return kept.answer;
  };
}

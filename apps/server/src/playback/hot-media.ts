import type { IncomingMessage, ServerResponse } from 'node:http';
import { bytesHeaders, type MediaBytes } from './bytes-reply.ts';
import { openToAll } from './media-headers.ts';
import type { Authorise } from './media-library.ts';

type Kept = {
  readonly channel: string;
  readonly head: readonly string[];
  readonly body: Buffer;
};

/** How many bytes are kept at hand, for all broadcasts together. */
const mostBytes = 32 * 2 ** 20;

/**
 * What was asked for lately and never changes, ready to go out again: a thousand viewers ask for the same segment
 * within a second. The oldest leaves when there is no room.
 */
export class HotMedia {
  readonly #authorise: Authorise;
  readonly #kept = new Map<string, Kept>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(authorise: Authorise, most: number = mostBytes) {
    this.#authorise = authorise;
    this.#mostBytes = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @param url path as the request has it; one with a query is not kept */
  keep(url: string, channel: string, media: MediaBytes): void {
    const { bytes } = media;
    if (url.includes('?') || this.#kept.has(url) || bytes.length > this.#mostBytes / 4) return;
    const headers = {
      ...openToAll,
      ...bytesHeaders(media),
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
    };
    this.#kept.set(url, { channel, head: Object.entries(headers).flat(), body: bytes });
    this.#bytes += bytes.length;
    for (const [oldest, { body }] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= body.length;
    }
  }

  /** Answers a plain GET of something that is at hand; false for everything else. */
  readonly serve = (request: IncomingMessage, response: ServerResponse): boolean => {
    const kept = this.#kept.get(request.url ?? '');
    if (kept === undefined || request.method !== 'GET') return false;
    const { range, 'if-none-match': ifNoneMatch } = request.headers;
    if (range !== undefined || ifNoneMatch !== undefined) return false;
    try {
      this.#authorise(request, kept.channel);
    } catch {
      // The usual way has the words for it.
      return false;
    }
    response.writeHead(200, kept.head as string[]);
    response.end(kept.body);
    return true;
  };
}

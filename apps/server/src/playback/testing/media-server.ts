import { type Agent, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scope } from '../../http/scope.ts';
import { createServer } from '../../http/server.ts';
import type { FakeClock } from '../../live/fake-clock.ts';
import { createLog } from '../../log.ts';
import type { Listing } from '../../packager/store/listing.ts';
import type { SegmentStore } from '../../packager/store/segment-store.ts';
import { openStore, partAt, trackNamed } from '../../packager/store/testing/live-store.ts';
import type { Authorise, Found } from '../media-library.ts';
import { mediaRoutes } from '../media-routes.ts';

/** An answer with its body as bytes. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly text: string;
};

export type MediaServerOptions = {
  readonly tracks?: readonly string[];
  /** Segments that are there from the begin. */
  readonly segments?: number;
  readonly authorise?: Authorise;
};

/** What a request is besides its path. */
export type Asking = {
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly signal?: AbortSignal;
  /** Over a connection of its own where it is not given. */
  readonly agent?: Agent;
  /** Hears of the body as it comes. */
  readonly onData?: (chunk: Buffer) => void;
};

/** The media routes over a real store, whose clock the test turns: channel `live`, broadcast `b1`. */
export class MediaServer {
  readonly url: string;
  readonly store: SegmentStore;
  readonly clock: FakeClock;
  /** Pushes whole segments of two seconds. */
  readonly run: ReturnType<typeof openStore>['run'];
  /** What the library has: broadcasts by id, and why there is none. */
  readonly listings: Map<string, Listing>;
  problem: Found | null = null;
  readonly #close: () => Promise<void>;

  private constructor(
    url: string,
    opened: ReturnType<typeof openStore>,
    listings: Map<string, Listing>,
    close: () => Promise<void>,
  ) {
    this.url = url;
    this.store = opened.store;
    this.clock = opened.clock;
    this.run = opened.run;
    this.listings = listings;
    this.#close = close;
  }

  static async start(options: MediaServerOptions = {}): Promise<MediaServer> {
    const { tracks = ['720p', '360p', 'audio'], segments = 0, authorise } = options;
    const opened = openStore();
    const listings = new Map<string, Listing>([['b1', opened.store]]);
    const app = createServer(createLog('silent'), { trustProxy: false });
    let server: MediaServer | undefined;
    const library = {
      lookup: async (channel: string, broadcast: string | null): Promise<Found> => {
        if (server?.problem) return server.problem;
        if (channel !== 'live') return { problem: 'channel_unknown' };
        const listing = listings.get(broadcast ?? 'b1');
        return listing === undefined ? { problem: 'not_found' } : { listing };
      },
      poster: async (_channel: string, _broadcast: string, number: number) =>
        number === 1 ? new Uint8Array([255, 216, 255]) : null,
      lastPoster: async (channel: string) =>
        channel === 'live' ? { broadcast: 'b1', jpeg: new Uint8Array([255, 216, 255]) } : null,
    };
    const { clock } = opened;
    await app.register(
      scope((api) => mediaRoutes(api, { library, clock, ...(authorise && { authorise }) })),
    );
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    server = new MediaServer(`http://127.0.0.1:${port}`, opened, listings, () => app.close());
    opened.store.beginPeriod(tracks.map(trackNamed));
    opened.run(tracks, 0, segments);
    return server;
  }

  /** Adds the next part of a track's open segment: a third of a second each. */
  push(track: string, msn: number, part: number): void {
    this.store.push(track, partAt(track, msn * 2 + part / 3, { isIndependent: part === 0 }));
  }

  /** Sends the path as it is, dots and escapes and all. */
  get(
    path: string,
    { headers = {}, method = 'GET', signal, agent, onData }: Asking = {},
  ): Promise<Answer> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { hostname, port, path, method, headers, agent: agent ?? false, ...(signal && { signal }) },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            onData?.(chunk);
          });
          incoming.on('error', reject);
          incoming.on('end', () => {
            const body = Buffer.concat(chunks);
            const { statusCode: status = 0, headers: got } = incoming;
            resolve({ status, headers: got, body, text: body.toString() });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

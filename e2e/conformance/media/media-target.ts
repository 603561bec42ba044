import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { expect, fail } from '../failure.ts';
import { attributesOf, type Playlist, readPlaylist } from './m3u8.ts';

export type MediaTargetOptions = {
  /** The multivariant playlist of a stream that is live. */
  readonly hls: string;
  /** Its DASH manifest; null where it has none. */
  readonly dash: string | null;
  /** The same of one that has ended, and of one that has stalled; null where there is none to look at. */
  readonly ended: string | null;
  readonly endedDash: string | null;
  readonly stalled: string | null;
};

export type MediaReply = {
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Uncompressed. */
  readonly text: string;
  /** From the request to the head and to the end, in ms. */
  readonly headMs: number;
  readonly endMs: number;
};

type Variant = {
  readonly url: string;
  readonly attributes: Readonly<Record<string, string>>;
};

export type Master = {
  readonly variants: readonly Variant[];
  /** URLs of all media playlists: of variants, then of groups. */
  readonly playlists: readonly string[];
  /** Of the first group of sound. */
  readonly audio: string | null;
};

/** A playlist each time that it had something new, and when. */
export type Observation = readonly { readonly playlist: Playlist; readonly atMs: number }[];

/** What is observed, in target durations. */
const observed = 3;

/** The stream under test, over plain HTTP. What several rules want to know is asked once. */
export class MediaTarget {
  readonly options: MediaTargetOptions;
  #observation: Promise<Observation> | undefined;

  constructor(options: MediaTargetOptions) {
    this.options = options;
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<MediaReply> {
    const start = url.startsWith('https:') ? httpsRequest : httpRequest;
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = start(url, { headers, agent: false }, (incoming) => {
        const headMs = performance.now() - begun;
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const body = Buffer.concat(chunks);
          const isGzip = incoming.headers['content-encoding'] === 'gzip';
          resolve({
            url,
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body,
            text: (isGzip ? gunzipSync(body) : body).toString('utf8'),
            headMs,
            endMs: performance.now() - begun,
          });
        });
      });
      outgoing.setTimeout(30_000, () => outgoing.destroy(new Error(`${url}: no answer`)));
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  /** @throws {Failure} it is not answered with 200 */
  async need(url: string): Promise<MediaReply> {
    const reply = await this.get(url);
    expect(reply.status === 200, `${new URL(url).pathname} is answered with ${reply.status}`);
    return reply;
  }

  async playlist(url: string): Promise<Playlist> {
    return readPlaylist((await this.need(url)).text);
  }

  async master(url: string = this.options.hls): Promise<Master> {
    const { text } = await this.need(url);
    const resolve = (uri: string): string => new URL(uri, url).href;
    const variants = [...text.matchAll(/#EXT-X-STREAM-INF:(.*)\r?\n(?:#.*\r?\n)*(.+)/g)].map(
      ([, list, uri = '']) => ({ url: resolve(uri), attributes: attributesOf(list) }),
    );
    const groups = [...text.matchAll(/#EXT-X-MEDIA:(.*)/g)]
      .map(([, list]) => attributesOf(list))
      .flatMap(({ TYPE, URI }) => (TYPE === 'AUDIO' && URI !== undefined ? [resolve(URI)] : []));
    expect(variants.length > 0, 'the multivariant playlist has no variant');
    const playlists = [...new Set([...variants.map((variant) => variant.url), ...groups])];
    return { variants, playlists, audio: groups[0] ?? null };
  }

  /** The media playlist that most rules look at. */
  async first(url: string = this.options.hls): Promise<string> {
    return (await this.master(url)).playlists[0] ?? fail('there is no media playlist');
  }

  async all(url: string = this.options.hls): Promise<{ url: string; playlist: Playlist }[]> {
    const { playlists } = await this.master(url);
    return Promise.all(
      playlists.map(async (one) => ({ url: one, playlist: await this.playlist(one) })),
    );
  }

  /** Follows the first playlist part by part, as a low-latency player would. */
  observe(): Promise<Observation> {
    this.#observation ??= this.#observe();
    return this.#observation;
  }

  async #observe(): Promise<Observation> {
    const url = await this.first();
    const seen: { playlist: Playlist; atMs: number }[] = [];
    let playlist = await this.playlist(url);
    const until = performance.now() + observed * playlist.targetS * 1000;
    while (performance.now() < until) {
      seen.push({ playlist, atMs: performance.now() });
      const { msn, part } = nextOf(playlist);
      playlist = await this.playlist(`${url}?_HLS_msn=${msn}&_HLS_part=${part}`);
    }
    return seen;
  }
}

/** The part that a playlist does not have yet. */
export function nextOf({ segments, mediaSequence }: Playlist): { msn: number; part: number } {
  const last = segments.at(-1);
  if (last === undefined) return { msn: mediaSequence, part: 0 };
  return last.uri === ''
    ? { msn: last.msn, part: last.parts.length }
    : { msn: last.msn + 1, part: 0 };
}

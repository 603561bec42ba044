import {
  FragmentReader,
  isVideo,
  type ReadSample,
  type SampleEntry,
} from '@tallylight/protocol/isobmff';
import type { TestChannel } from '@tallylight/synthetic/testing';
import { vi } from 'vitest';
import { readPlaylist, type WatchedPlaylist } from './watched-media.ts';

/** What a rendition has between two discontinuities. */
export type WatchedRun = {
  readonly bytes: Uint8Array;
  readonly entry: SampleEntry;
  /** In seconds on the broadcast's timeline. */
  readonly times: readonly number[];
};

/** One who watches a broadcast over HTTP, by the classic playlists. */
export class HttpViewer {
  readonly #server: TestChannel;

  constructor(server: TestChannel) {
    this.#server = server;
  }

  /** The multivariant playlist's address and answer. */
  async #master(): Promise<Response> {
    return fetch(`${this.#server.url}/media/${this.#server.channel}/classic.m3u8`);
  }

  /** The answer to who asks for the broadcast: its status, and the code where it is a problem. */
  async answer(): Promise<{ status: number; code: string | null }> {
    const response = await this.#master();
    const text = await response.text();
    const problem = response.ok ? null : (JSON.parse(text) as { code?: string });
    return { status: response.status, code: problem?.code ?? null };
  }

  /** Names of the renditions that are listed: `720p` …, `audio`. */
  async renditions(): Promise<string[]> {
    const text = await (await this.#master()).text();
    const names = [...text.matchAll(/([A-Za-z0-9]+)\.classic\.m3u8/g)].map(
      ([, name]) => name ?? '',
    );
    return [...new Set(names)].sort();
  }

  async playlist(rendition: string): Promise<WatchedPlaylist> {
    return readPlaylist(await (await fetch(await this.#url(rendition))).text());
  }

  /** Waits for so many whole segments of a rendition. */
  async segments(rendition: string, count: number, timeout = 20_000): Promise<WatchedPlaylist> {
    return vi.waitFor(
      async () => {
        const playlist = await this.playlist(rendition);
        if (playlist.segments.length >= count) return playlist;
        throw new Error(`${rendition} has ${playlist.segments.length} of ${count} segments.`);
      },
      { timeout, interval: 50 },
    );
  }

  /** Downloads all that a rendition has, up to now. */
  async download(rendition: string): Promise<WatchedRun[]> {
    const url = await this.#url(rendition);
    const { segments } = readPlaylist(await (await fetch(url)).text());
    const runs = new Map<string, string[]>();
    for (const { uri, map, run, isGap } of segments) {
      if (isGap) continue;
      const key = `${run} ${map}`;
      runs.set(key, [...(runs.get(key) ?? [map]), uri]);
    }
    return Promise.all(
      [...runs.values()].map(async (uris) => {
        const files = uris.map(async (uri) => (await fetch(new URL(uri, url))).bytes());
        return readRun(Buffer.concat(await Promise.all(files)));
      }),
    );
  }

  async #url(rendition: string): Promise<URL> {
    const response = await this.#master();
    const text = await response.text();
    const uri = new RegExp(`[^"\\n]*\\b${rendition}\\.classic\\.m3u8[^"\\n]*`).exec(text)?.[0];
    if (uri === undefined) throw new Error(`There is no ${rendition} in:\n${text}`);
    return new URL(uri, response.url);
  }
}

function readRun(bytes: Uint8Array): WatchedRun {
  const inits: { entry: SampleEntry; timescale: number }[] = [];
  const samples: ReadSample[] = [];
  const reader = new FragmentReader({
    onInit: (init) => inits.push(init),
    onSample: (sample) => samples.push(sample),
  });
  reader.push(bytes);
  const [init] = inits;
  if (init === undefined || reader.damage !== null) throw new Error(`Damaged: ${reader.damage}`);
  return {
    bytes,
    entry: init.entry,
    times: samples.map(({ decodeTime }) => decodeTime / init.timescale),
  };
}

/** The size of a run's picture. */
export function sizeOf({ entry }: WatchedRun): { width: number; height: number } {
  if (!isVideo(entry)) throw new Error('There are no pictures in it.');
  return { width: entry.width, height: entry.height };
}

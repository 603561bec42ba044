/** One segment of a recorded rendition. */
export type RecordedSegment = {
  readonly url: string;
  /** Of its initialization segment. */
  readonly map: string;
  /** EXT-X-PROGRAM-DATE-TIME, in ms since 1970. */
  readonly startMs: number;
  readonly durationS: number;
  readonly isGap: boolean;
};

export type RecordedRendition = {
  /** `720p`, … and `audio`. */
  readonly id: string;
  readonly url: string;
  readonly discontinuities: number;
  readonly segments: readonly RecordedSegment[];
};

/** How long a broadcast may take to become a recording, and how often it is looked whether it has, in ms. */
const endingMs = 10_000;
const lookEveryMs = 200;

/**
 * Reads a recording from its multivariant playlist, when it is one: the pictures in the playlist's order, then the
 * sound.
 */
export async function readRecording(url: string): Promise<readonly RecordedRendition[]> {
  const until = performance.now() + endingMs;
  let text = await get(url);
  while (!text.includes('.vod.m3u8') && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    text = await get(url);
  }
  const pictures = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const sound = [...text.matchAll(/TYPE=AUDIO.*URI="([^"]+)"/g)].map(([, uri = '']) => uri);
  return Promise.all(
    [...new Set([...pictures, ...sound])].map((uri) => readRendition(new URL(uri, url).href)),
  );
}

/** @returns the segment as a file of its own, with what a decoder needs to begin there */
export async function readMedia(...segments: readonly RecordedSegment[]): Promise<Uint8Array> {
  const urls = [...segments.slice(0, 1).map(({ map }) => map), ...segments.map(({ url }) => url)];
  const bytes = await Promise.all(urls.map(async (url) => (await reply(url)).arrayBuffer()));
  return Buffer.concat(bytes.map((part) => Buffer.from(part)));
}

async function readRendition(url: string): Promise<RecordedRendition> {
  const text = await get(url);
  if (!text.includes('#EXT-X-ENDLIST')) throw new Error(`${url} has not ended`);
  const segments: RecordedSegment[] = [];
  let next = { map: '', startMs: 0, durationS: 0, isGap: false };
  for (const line of text.split('\n')) {
    const [, tag, value = ''] = /^#([^:]+):?(.*)$/.exec(line) ?? [];
    if (tag === 'EXT-X-MAP') next.map = new URL(/URI="([^"]+)"/.exec(value)?.[1] ?? '', url).href;
    else if (tag === 'EXT-X-PROGRAM-DATE-TIME') next.startMs = Date.parse(value);
    else if (tag === 'EXTINF') next.durationS = Number.parseFloat(value);
    else if (tag === 'EXT-X-GAP') next.isGap = true;
    else if (tag === undefined && line !== '') {
      segments.push({ ...next, url: new URL(line, url).href });
      next = { ...next, isGap: false };
    }
  }
  const id = /([^/]+?)(\.vod)?\.m3u8/.exec(new URL(url).pathname)?.[1] ?? url;
  const discontinuities = text.match(/#EXT-X-DISCONTINUITY\n/g)?.length ?? 0;
  return { id, url, segments, discontinuities };
}

async function get(url: string): Promise<string> {
  return (await reply(url)).text();
}

async function reply(url: string): Promise<Response> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}`);
  return answer;
}

import { expect, fail } from '../../failure.ts';
import { wholeSegments } from '../m3u8.ts';
import type { MediaRule } from '../media-rule.ts';
import { type MediaReply, type MediaTarget, nextOf } from '../media-target.ts';

const draft = 'RFC 8216bis';

/** What lies at the URLs: variants, types, and how long each may be kept. */
export const resourceRules: readonly MediaRule[] = [
  {
    number: 'L21',
    text: 'CODECS names every format, and BANDWIDTH is not below the peak that comes',
    source: `${draft}, 4.4.6.2`,
    async check(target) {
      const { playlists, audio } = await target.master();
      const peaks = new Map<string, number>();
      for (const url of playlists) peaks.set(url, await peakBits(target, url));
      const soundBits = peaks.get(audio ?? '') ?? 0;
      // Asked again: what came meanwhile may have been more than all before.
      for (const { url, attributes } of (await target.master()).variants) {
        const codecs = attributes['CODECS'] ?? fail('a variant has no CODECS');
        const isWhole = audio === null || !('RESOLUTION' in attributes) || codecs.includes(',');
        expect(isWhole, `CODECS is ${codecs}, and there is sound`);
        const given = Number(attributes['BANDWIDTH']);
        const bits = (peaks.get(url) ?? 0) + (url === audio ? 0 : soundBits);
        expect(given >= bits, `BANDWIDTH is ${given}, and ${Math.round(bits)} bit/s came`);
      }
      return undefined;
    },
  },
  {
    number: 'L22',
    text: 'Playlists are compressed where that is taken',
    source: 'Low-latency profile',
    async check(target) {
      const { headers } = await target.get(await target.first(), { 'accept-encoding': 'gzip' });
      expect(headers['content-encoding'] === 'gzip', 'a playlist is not compressed');
      return undefined;
    },
  },
  {
    number: 'L23',
    text: 'Everything has its type, and pages of any origin may read it',
    source: `${draft}, 4; Fetch`,
    async check(target) {
      const { playlist, media } = await samples(target);
      for (const { url, headers } of [playlist, ...media]) {
        const type = headers['content-type'] ?? 'none';
        const wanted = /\.m3u8/.test(new URL(url).pathname)
          ? /^(application\/vnd\.apple\.mpegurl|audio\/mpegurl)\b/i
          : /^(video|audio)\/(mp4|iso\.segment)\b/;
        expect(wanted.test(type), `${new URL(url).pathname} is ${type}`);
        const origin = headers['access-control-allow-origin'];
        expect(origin === '*', `Access-Control-Allow-Origin is ${origin ?? 'missing'}`);
      }
      return undefined;
    },
  },
  {
    number: 'C1',
    text: 'Playlists without directives stay fresh no longer than they are true',
    source: 'RFC 9111, 5.2.2.1',
    async check(target) {
      const { targetS } = await target.playlist(await target.first());
      for (const url of [target.options.hls, await target.first()]) {
        const age = maxAge(await target.need(url)) ?? fail('a playlist has no max-age');
        expect(age <= Math.max(1, targetS / 2), `max-age of a playlist is ${age}`);
        expect(age > 0, 'nobody may keep a playlist');
      }
      return undefined;
    },
  },
  {
    number: 'C2',
    text: 'A blocking answer may be kept for several target durations',
    source: `${draft}, 6.2.5.2`,
    async check(target) {
      const url = await target.first();
      const playlist = await target.playlist(url);
      const { msn, part } = nextOf(playlist);
      const reply = await target.need(`${url}?_HLS_msn=${msn}&_HLS_part=${part}`);
      const age = maxAge(reply) ?? 0;
      expect(age >= 2 * playlist.targetS, `max-age of a blocking answer is ${age}`);
      return undefined;
    },
  },
  {
    number: 'C3',
    text: 'What never changes may be kept for good',
    source: 'RFC 8246',
    async check(target) {
      const { media } = await samples(target);
      for (const reply of media) {
        const { pathname } = new URL(reply.url);
        const control = reply.headers['cache-control'] ?? '';
        expect(/\bimmutable\b/.test(control), `${pathname} is not immutable`);
        expect((maxAge(reply) ?? 0) >= 86_400, `${pathname} has "${control}"`);
      }
      return undefined;
    },
  },
  {
    number: 'C4',
    text: 'That something is not there is not kept for long; a refusal not at all',
    source: 'RFC 9111, 4.2.2',
    async check(target) {
      const url = await target.first();
      const playlist = await target.playlist(url);
      const last = wholeSegments(playlist).at(-1)?.uri ?? fail('no segment is listed');
      const future = last.replace(/\d+(?=\.\w+$)/, (number) => `${Number(number) + 9}`);
      const missing = await target.get(new URL(future, url).href);
      expect(missing.status === 404, `${future} is answered with ${missing.status}`);
      expect(
        freshness(missing) <= playlist.targetS,
        `a 404 has "${missing.headers['cache-control']}"`,
      );
      const refused = await target.get(`${url}?_HLS_part=0`);
      expect(freshness(refused) === 0, `a 400 has "${refused.headers['cache-control']}"`);
      return undefined;
    },
  },
  {
    number: 'C5',
    text: 'The date is right, and nothing varies but by encoding',
    source: 'RFC 9110, 6.6.1, 12.5.5',
    async check(target) {
      const { playlist, media } = await samples(target);
      for (const { url, headers } of [playlist, ...media]) {
        const { pathname } = new URL(url);
        const apartS = Math.abs(Date.parse(headers.date ?? '') - Date.now()) / 1000;
        expect(apartS < 60, `the date of ${pathname} is ${headers.date ?? 'missing'}`);
        const vary = headers['vary'] ?? '';
        expect(/^(accept-encoding)?$/i.test(vary), `${pathname} varies by ${vary}`);
      }
      return undefined;
    },
  },
  {
    number: 'C6',
    text: 'URLs of media are the same for all, and nobody gets a cookie',
    source: 'RFC 9111, 2',
    async check(target) {
      const { playlist, media } = await samples(target);
      for (const { url, headers } of [playlist, ...media]) {
        const { pathname, search } = new URL(url);
        expect(search === '', `${pathname} has the query ${search}`);
        expect(headers['set-cookie'] === undefined, `${pathname} sets a cookie`);
      }
      return undefined;
    },
  },
];

type Samples = { readonly playlist: MediaReply; readonly media: readonly MediaReply[] };

/** A playlist, and of what it lists one of each kind. */
async function samples(target: MediaTarget): Promise<Samples> {
  const url = await target.first();
  const whole = wholeSegments(await target.playlist(url));
  const last = whole.at(-1) ?? fail('no segment is listed');
  const uris = [last.map ?? last.uri, last.uri, last.parts[0]?.uri ?? last.uri];
  return {
    playlist: await target.need(url),
    media: await Promise.all(uris.map((uri) => target.need(new URL(uri, url).href))),
  };
}

/** The largest bit rate of the last segments in a row that last 0.5 to 1.5 target durations together. */
async function peakBits(target: MediaTarget, url: string): Promise<number> {
  const playlist = await target.playlist(url);
  const last = await Promise.all(
    wholeSegments(playlist)
      .slice(-5)
      .map(async ({ uri, durationS }) => {
        const { body } = await target.need(new URL(uri, url).href);
        return { bits: body.length * 8, durationS };
      }),
  );
  const rows = last.flatMap((_, from) =>
    last.slice(from).map((_, more) => last.slice(from, from + more + 1)),
  );
  const rates = rows.map((row) => {
    const durationS = row.reduce((sum, one) => sum + one.durationS, 0);
    const isLong = durationS >= playlist.targetS / 2 && durationS <= playlist.targetS * 1.5;
    return isLong ? row.reduce((sum, { bits }) => sum + bits, 0) / durationS : 0;
  });
  return Math.max(0, ...rates);
}

function maxAge({ headers }: MediaReply): number | null {
  const [, seconds] = /\bmax-age=(\d+)/.exec(headers['cache-control'] ?? '') ?? [];
  return seconds === undefined ? null : Number(seconds);
}

/** In seconds; an answer that says nothing may be kept as long as a cache likes. */
function freshness(reply: MediaReply): number {
  if (/\bno-store\b/.test(reply.headers['cache-control'] ?? '')) return 0;
  return maxAge(reply) ?? Number.POSITIVE_INFINITY;
}

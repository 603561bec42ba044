import { expect, fail } from '../../failure.ts';
import { attributesOf, readPlaylist } from '../m3u8.ts';
import type { MediaRule } from '../media-rule.ts';
import { type MediaReply, type MediaTarget, nextOf } from '../media-target.ts';

const draft = 'RFC 8216bis';

/** An answer that waits for nothing takes no longer, in ms. */
const atOnceMs = 1_000;

/** How playlists and parts are delivered to those who wait for them. */
export const deliveryRules: readonly MediaRule[] = [
  {
    number: 'L11',
    text: 'A playlist is held until it has the segment or part that was asked for',
    source: `${draft}, 6.2.5.2`,
    async check(target) {
      const url = await target.first();
      const now = await target.playlist(url);
      const { msn, part } = nextOf(now);
      const [withPart, withSegment, past] = await Promise.all([
        target.playlist(`${url}?_HLS_msn=${msn}&_HLS_part=${part}`),
        target.playlist(`${url}?_HLS_msn=${msn}`),
        target.playlist(`${url}?_HLS_msn=${msn}&_HLS_part=${partsOf(now) + 1}`),
      ]);
      const next = withPart.segments.find((one) => one.msn === msn);
      const hasPart = withPart.segments.some((one) => one.msn > msn);
      const parts = next?.parts.length ?? 0;
      expect(hasPart || parts > part, `part ${msn}.${part} is not in the answer`);
      const segment = withSegment.segments.find((one) => one.msn === msn);
      expect((segment?.uri ?? '') !== '', `segment ${msn} is not in the answer`);
      const hasNext = past.segments.some((one) => one.msn > msn && one.parts.length > 0);
      expect(hasNext, `a part behind the last of ${msn} did not wait for the next segment`);
      return undefined;
    },
  },
  {
    number: 'L12',
    text: 'A part without its segment is refused',
    source: `${draft}, 6.2.5.2`,
    async check(target) {
      expectRefused(await target.get(`${await target.first()}?_HLS_part=0`), '_HLS_part alone');
      return undefined;
    },
  },
  {
    number: 'L13',
    text: 'What is too far ahead or makes no sense is refused at once',
    source: `${draft}, 6.2.5.2`,
    async check(target) {
      const url = await target.first();
      const { msn } = nextOf(await target.playlist(url));
      const queries = [
        `_HLS_msn=${msn + 4}`,
        '_HLS_msn=999999999',
        '_HLS_msn=-1',
        '_HLS_msn=x',
        // Of the next segment: of this one it would mean the next when this one ends meanwhile.
        `_HLS_msn=${msn + 1}&_HLS_part=99`,
      ];
      for (const query of queries) expectRefused(await target.get(`${url}?${query}`), query);
      return undefined;
    },
  },
  {
    number: 'L14',
    text: 'What has not come after three target durations is answered with 503',
    source: `${draft}, 6.2.5.2`,
    async check(target) {
      const { stalled } = target.options;
      if (stalled === null) return 'there was no stream that has stalled';
      const url = await target.first(stalled);
      const playlist = await target.playlist(url);
      const { msn, part } = nextOf(playlist);
      const reply = await target.get(`${url}?_HLS_msn=${msn}&_HLS_part=${part}`);
      expect(reply.status === 503, `it is answered with ${reply.status}`);
      const targets = reply.endMs / 1000 / playlist.targetS;
      expect(targets > 2.5 && targets < 4.5, `it took ${targets.toFixed(1)} target durations`);
      return undefined;
    },
  },
  {
    number: 'L15',
    text: 'An old number gets the whole playlist; after the end directives mean nothing',
    source: `${draft}, 6.2.5`,
    async check(target) {
      const url = await target.first();
      const now = await target.playlist(url);
      const msn = Math.max(0, now.mediaSequence - 5);
      const old = await target.need(`${url}?_HLS_msn=${msn}&_HLS_part=0`);
      expect(old.endMs < atOnceMs, 'an old number was held');
      const [first] = readPlaylist(old.text).segments;
      const place = now.segments.findIndex(({ uri }) => uri === first?.uri);
      // A few may have gone meanwhile.
      expect(place >= 0 && place <= 2, `an old number gets a playlist from ${first?.uri} on`);
      if (target.options.ended === null) return 'there was no stream that has ended';
      const ended = await target.first(target.options.ended);
      const reply = await target.need(`${ended}?_HLS_msn=999999&_HLS_part=3`);
      expect(reply.text === (await target.need(ended)).text, 'after the end a number has effect');
      return undefined;
    },
  },
  {
    number: 'L16',
    text: 'A delta update leaves out old segments and says how many; never after the end',
    source: `${draft}, 4.4.5.2, 6.2.5.1`,
    async check(target) {
      const url = await target.first();
      for (const skip of ['YES', 'v2']) {
        const delta = await target.playlist(`${url}?_HLS_skip=${skip}`);
        const whole = await target.playlist(url);
        const skips = delta.tags.get('SKIP') ?? [];
        expect(skips.length === 1, `there are ${skips.length} EXT-X-SKIP`);
        for (const { msn, uri } of delta.segments) {
          const same = whole.segments.find((one) => one.msn === msn);
          const isSame = uri === '' || same === undefined || same.uri === uri;
          expect(isSame, `segment ${msn} is ${uri} in the delta, and ${same?.uri} in the whole`);
        }
      }
      if (target.options.ended === null) return 'there was no stream that has ended';
      const ended = await target.playlist(
        `${await target.first(target.options.ended)}?_HLS_skip=YES`,
      );
      expect(!ended.tags.has('SKIP'), 'an ended playlist is a delta');
      return undefined;
    },
  },
  {
    number: 'L17',
    text: 'The hinted part is held and comes whole; what nobody was told of is not there',
    source: `${draft}, 4.4.5.3, 6.2.6`,
    async check(target) {
      const url = await target.first();
      const next = nextOf(await target.playlist(url));
      // At its beginning a part takes the longest to become whole.
      const now = await target.playlist(`${url}?_HLS_msn=${next.msn}&_HLS_part=${next.part}`);
      const hint = attributesOf(now.tags.get('PRELOAD-HINT')?.[0])['URI'] ?? fail('no hint');
      const part = await target.need(new URL(hint, url).href);
      const spreadMs = part.endMs - part.headMs;
      expect(spreadMs < 150, `between head and end of the part were ${Math.round(spreadMs)} ms`);
      const { msn, part: index } = nextOf(now);
      const then = await target.playlist(`${url}?_HLS_msn=${msn}&_HLS_part=${index}`);
      const listed = then.segments.flatMap(({ parts }) => parts.map(({ uri }) => uri));
      expect(listed.includes(hint), `${hint} was hinted at and is not listed`);
      const again = await target.need(new URL(hint, url).href);
      expect(again.body.equals(part.body), 'the part is another one now');

      const { status } = await target.get(new URL(`${hint}-unknown`, url).href);
      expect(status === 404, `what is unknown is answered with ${status}`);
      return undefined;
    },
  },
  {
    number: 'L18',
    text: 'There is one hint of each type',
    source: `${draft}, 4.4.5.3`,
    async check(target) {
      for (const { playlist } of await target.all()) {
        const types = (playlist.tags.get('PRELOAD-HINT') ?? []).map(
          (list) => attributesOf(list)['TYPE'],
        );
        expect(new Set(types).size === types.length, `the hints are of ${types.join(', ')}`);
      }
      return undefined;
    },
  },
  {
    number: 'L19',
    text: 'Each playlist reports of all others, by relative URIs',
    source: `${draft}, 4.4.5.4; low-latency profile`,
    async check(target) {
      const all = await target.all();
      for (const { url, playlist } of all) {
        const reports = (playlist.tags.get('RENDITION-REPORT') ?? []).map(attributesOf);
        const reported = reports.map(({ URI = '' }) => new URL(URI, url).pathname);
        for (const other of all) {
          if (other.url === url) continue;
          const { pathname } = new URL(other.url);
          expect(reported.includes(pathname), `${pathname} is not reported of`);
        }
        for (const { URI = '', 'LAST-MSN': msn, 'LAST-PART': part } of reports) {
          expect(!/^[a-z]+:/i.test(URI), `${URI} is not relative`);
          expect(/^\d+$/.test(msn ?? '') && /^\d+$/.test(part ?? ''), `${URI}: no last part`);
        }
      }
      return undefined;
    },
  },
  {
    number: 'L20',
    text: 'All playlists agree in control, target, dates and discontinuities',
    source: `${draft}, 6.2.4; low-latency profile`,
    async check(target) {
      const all = await target.all();
      const [first] = all;
      if (first === undefined) return 'there was no playlist';
      for (const { playlist } of all) {
        for (const tag of ['SERVER-CONTROL', 'TARGETDURATION']) {
          const same = playlist.tags.get(tag)?.[0] === first.playlist.tags.get(tag)?.[0];
          expect(same, `two playlists differ in ${tag}`);
        }
        for (const { msn, dateMs, discontinuity } of playlist.segments) {
          const other = first.playlist.segments.find((one) => one.msn === msn);
          if (other === undefined) continue;
          expect(dateMs !== null, `segment ${msn} has no date`);
          const apartMs = Math.abs((dateMs ?? 0) - (other.dateMs ?? 0));
          expect(apartMs < 200, `segment ${msn} is ${apartMs} ms from itself`);
          expect(discontinuity === other.discontinuity, `segment ${msn} is in two periods`);
        }
      }
      return undefined;
    },
  },
];

function expectRefused({ status, endMs }: MediaReply, what: string): void {
  expect(status === 400, `${what} is answered with ${status}`);
  expect(endMs < atOnceMs, `${what} was refused after ${Math.round(endMs)} ms`);
}

/** How many parts a segment has. */
function partsOf({ segments }: Awaited<ReturnType<MediaTarget['playlist']>>): number {
  return Math.max(1, ...segments.map(({ parts }) => parts.length));
}

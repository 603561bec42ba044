import { expect, fail } from '../../failure.ts';
import { attributesOf, type Playlist, wholeSegments } from '../m3u8.ts';
import type { MediaRule } from '../media-rule.ts';

const draft = 'RFC 8216bis';

/** What the way to and through the client may take besides, in ms. */
const slackMs = 500;

/** What a playlist has in it, and how it changes. */
export const playlistRules: readonly MediaRule[] = [
  {
    number: 'L1',
    text: 'No segment is longer than the target duration, which never changes',
    source: `${draft}, 4.4.3.1`,
    async check(target) {
      for (const { playlist } of await target.all()) {
        for (const { msn, durationS } of playlist.segments) {
          const { targetS } = playlist;
          expect(Math.round(durationS) <= targetS, `segment ${msn} has ${durationS} s`);
        }
      }
      const targets = new Set((await target.observe()).map(({ playlist }) => playlist.targetS));
      expect(targets.size === 1, `the target duration was ${[...targets].join(', then ')}`);
      return undefined;
    },
  },
  {
    number: 'L2',
    text: 'A new segment is listed within 1.5 target durations, a new part within one part target',
    source: `${draft}, 6.2.1, 6.2.2`,
    async check(target) {
      const seen = await target.observe();
      let segmentAtMs = seen[0]?.atMs ?? 0;
      seen.forEach(({ playlist, atMs }, index) => {
        const before = seen[index - 1];
        if (before === undefined) return;
        const partMs = partTargetS(playlist) * 1000;
        const waitedMs = atMs - before.atMs;
        expect(waitedMs <= partMs + slackMs, `a part came after ${Math.round(waitedMs)} ms`);
        const isNew = completeCount(playlist) > completeCount(before.playlist);
        if (isNew) segmentAtMs = atMs;
        const ageMs = atMs - segmentAtMs;
        expect(
          ageMs <= playlist.targetS * 1500 + slackMs,
          `no segment for ${Math.round(ageMs)} ms`,
        );
      });
      return undefined;
    },
  },
  {
    number: 'L3',
    text: 'The media sequence grows by what was removed; at least three target durations stay',
    source: `${draft}, 6.2.2`,
    async check(target) {
      const names = new Map<number, string>();
      let last = 0;
      for (const { playlist } of await target.observe()) {
        expect(playlist.mediaSequence >= last, 'the media sequence fell');
        last = playlist.mediaSequence;
        for (const { msn, uri } of playlist.segments) {
          if (uri === '') continue;
          const known = names.get(msn) ?? uri;
          expect(known === uri, `segment ${msn} was ${known}, then ${uri}`);
          names.set(msn, uri);
        }
        const listedS = playlist.segments.reduce((sum, { durationS }) => sum + durationS, 0);
        expect(listedS >= 3 * playlist.targetS, `only ${listedS} s are listed`);
      }
      return undefined;
    },
  },
  {
    number: 'L4',
    text: 'A live playlist has no type; an ended one has its end and no hint',
    source: `${draft}, 4.4.3.5, 4.4.5.3, 6.2.1`,
    async check(target) {
      for (const { playlist } of await target.all()) {
        expect(!playlist.tags.has('PLAYLIST-TYPE'), 'a live playlist has a PLAYLIST-TYPE');
        expect(!playlist.tags.has('ENDLIST'), 'a live playlist has an end');
      }
      if (target.options.ended === null) return 'there was no stream that has ended';
      for (const { playlist } of await target.all(target.options.ended)) {
        expect(playlist.tags.has('ENDLIST'), 'an ended playlist has no ENDLIST');
        expect(!playlist.tags.has('PRELOAD-HINT'), 'an ended playlist has a hint');
      }
      return undefined;
    },
  },
  {
    number: 'L5',
    text: 'Every listed segment and part can be had at once',
    source: `${draft}, 6.2.1, 6.2.2`,
    async check(target) {
      for (const { url, playlist } of await target.all()) {
        // The oldest may go while they are asked for.
        const whole = wholeSegments(playlist);
        expect(whole.length > 0, `${url} has nothing but gaps`);
        const complete = whole.slice(1);
        const uris = [
          ...complete.map(({ uri }) => uri),
          ...complete.slice(-3).flatMap(({ parts }) => parts.map(({ uri }) => uri)),
          ...new Set(playlist.segments.flatMap(({ map }) => map ?? [])),
        ];
        await Promise.all(
          uris.map(async (uri) => {
            const { endMs, body } = await target.need(new URL(uri, url).href);
            expect(body.length > 0, `${uri} is empty`);
            expect(endMs < playlist.targetS * 1000, `${uri} took ${Math.round(endMs)} ms`);
          }),
        );
      }
      return undefined;
    },
  },
  {
    number: 'L6',
    text: 'Old parts are not listed; a new initialization segment follows a discontinuity',
    source: `${draft}, 4.4.4.3, 4.4.4.9`,
    async check(target) {
      let changes = 0;
      for (const { playlist } of await target.all()) {
        let behindS = 0;
        for (const segment of playlist.segments.toReversed()) {
          const isOld = behindS > 3 * playlist.targetS;
          expect(!isOld || segment.parts.length === 0, `segment ${segment.msn} has old parts`);
          behindS += segment.uri === '' ? 0 : segment.durationS;
        }
        playlist.segments.forEach(({ msn, map, isDiscontinuity }, index) => {
          const before = playlist.segments[index - 1];
          if (before === undefined || before.map === map) return;
          changes += 1;
          expect(isDiscontinuity, `segment ${msn} has another map and no discontinuity`);
        });
      }
      return changes === 0 ? 'there was no discontinuity' : undefined;
    },
  },
  {
    number: 'L7',
    text: 'The version is as high as needed and no higher',
    source: `${draft}, 8`,
    async check(target) {
      const url = await target.first();
      for (const playlist of [
        await target.playlist(url),
        await target.playlist(`${url}?_HLS_skip=YES`),
      ]) {
        const given = Number(playlist.tags.get('VERSION')?.[0] ?? 1);
        const needed = versionFor(playlist);
        expect(given >= needed, `version ${given} has what needs ${needed}`);
        expect(given <= Math.max(needed, 6), `version ${given} needs no more than ${needed}`);
      }
      return undefined;
    },
  },
  {
    number: 'L8',
    text: 'Parts have a target, and are as long as it but for few',
    source: `${draft}, 4.4.3.7, 4.4.4.9`,
    async check(target) {
      for (const { playlist } of await target.all()) {
        const most = partTargetS(playlist);
        for (const { parts, uri, msn } of playlist.segments) {
          parts.forEach(({ durationS, independent }, index) => {
            // Written with few digits, both.
            expect(durationS <= most + 0.001, `part ${msn}.${index} has ${durationS} s`);
            const mayBeShort = independent || (uri !== '' && index === parts.length - 1);
            expect(
              mayBeShort || durationS >= 0.85 * most,
              `part ${msn}.${index} has ${durationS} s`,
            );
          });
        }
      }
      return undefined;
    },
  },
  {
    number: 'L9',
    text: 'Players are told to stay far enough behind, and how far back a delta goes',
    source: `${draft}, 4.4.3.8`,
    async check(target) {
      const playlist = await target.playlist(await target.first());
      const control = attributesOf(playlist.tags.get('SERVER-CONTROL')?.[0]);
      const atLeast = (name: string, least: number): void => {
        const value = Number(control[name] ?? fail(`there is no ${name}`));
        expect(value >= least - 0.001, `${name} is ${value}, not ${least}`);
      };
      atLeast('PART-HOLD-BACK', 3 * partTargetS(playlist));
      if ('HOLD-BACK' in control) atLeast('HOLD-BACK', 3 * playlist.targetS);
      atLeast('CAN-SKIP-UNTIL', 6 * playlist.targetS);
      return undefined;
    },
  },
  {
    number: 'L10',
    text: 'Parts with a key frame say so: at least the first of each segment',
    source: `${draft}, 4.4.4.9`,
    async check(target) {
      for (const { playlist } of await target.all()) {
        for (const { msn, parts } of playlist.segments) {
          const [first] = parts;
          expect(first?.independent !== false, `part ${msn}.0 is not INDEPENDENT`);
        }
      }
      return undefined;
    },
  },
];

function partTargetS({ tags }: Playlist): number {
  const info = attributesOf(tags.get('PART-INF')?.[0]);
  return Number(info['PART-TARGET'] ?? fail('there is no PART-TARGET'));
}

function completeCount({ segments }: Playlist): number {
  return segments.findLast(({ uri }) => uri !== '')?.msn ?? 0;
}

function versionFor({ tags, text, segments }: Playlist): number {
  if (tags.has('SKIP')) return 9;
  if (segments.some(({ isGap }) => isGap)) return 8;
  return text.includes('#EXT-X-MAP') ? 6 : 3;
}

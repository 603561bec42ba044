import fc from 'fast-check';
import { parse, setOptions, type types } from 'hls-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type LowLatency,
  type MediaPlaylist,
  type PlaylistSegment,
  skippableSegments,
  writeMediaPlaylist,
} from './media-playlist.ts';

beforeAll(() => setOptions({ strictMode: true }));

/** Reads with the strictness of a stranger. */
function read(text: string): types.MediaPlaylist {
  const playlist = parse(text);
  if (playlist.isMasterPlaylist) throw new Error('not a media playlist');
  return playlist as types.MediaPlaylist;
}

function segment(msn: number, more: Partial<PlaylistSegment> = {}): PlaylistSegment {
  return {
    uri: `720p/${msn}.m4s`,
    durationS: 2,
    startMs: 1_800_000_000_000 + msn * 2000,
    map: '720p/init.0.mp4',
    discontinuity: 0,
    isGap: false,
    isComplete: true,
    parts: [],
    ...more,
  };
}

function parts(msn: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    uri: `720p/${msn}.${index}.m4s`,
    durationS: 0.5,
    isIndependent: index === 0,
  }));
}

function playlist(more: Partial<MediaPlaylist> = {}): MediaPlaylist {
  return {
    targetDurationS: 2,
    mediaSequence: 10,
    segments: [segment(10), segment(11)],
    hasEnded: false,
    isVod: false,
    lowLatency: null,
    skipped: 0,
    ...more,
  };
}

const lowLatency: LowLatency = {
  partTargetS: 0.5,
  preloadHint: '720p/12.2.m4s',
  reports: [{ uri: 'audio.m3u8', lastMsn: 12, lastPart: 1 }],
};

test('the low-latency form, to the letter', () => {
  const text = writeMediaPlaylist(
    playlist({
      segments: [
        segment(10),
        segment(11, { discontinuity: 1, map: '720p/init.1.mp4', parts: parts(11, 4) }),
        segment(12, {
          discontinuity: 1,
          map: '720p/init.1.mp4',
          parts: parts(12, 2),
          isComplete: false,
        }),
      ],
      lowLatency,
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "#EXTM3U
    #EXT-X-VERSION:6
    #EXT-X-TARGETDURATION:2
    #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.50000,HOLD-BACK=6.00000,CAN-SKIP-UNTIL=12.00000
    #EXT-X-PART-INF:PART-TARGET=0.50000
    #EXT-X-MEDIA-SEQUENCE:10
    #EXT-X-MAP:URI="720p/init.0.mp4"
    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:20.000Z
    #EXTINF:2.00000,
    720p/10.m4s
    #EXT-X-DISCONTINUITY
    #EXT-X-MAP:URI="720p/init.1.mp4"
    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:22.000Z
    #EXT-X-PART:DURATION=0.50000,URI="720p/11.0.m4s",INDEPENDENT=YES
    #EXT-X-PART:DURATION=0.50000,URI="720p/11.1.m4s"
    #EXT-X-PART:DURATION=0.50000,URI="720p/11.2.m4s"
    #EXT-X-PART:DURATION=0.50000,URI="720p/11.3.m4s"
    #EXTINF:2.00000,
    720p/11.m4s
    #EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:24.000Z
    #EXT-X-PART:DURATION=0.50000,URI="720p/12.0.m4s",INDEPENDENT=YES
    #EXT-X-PART:DURATION=0.50000,URI="720p/12.1.m4s"
    #EXT-X-PRELOAD-HINT:TYPE=PART,URI="720p/12.2.m4s"
    #EXT-X-RENDITION-REPORT:URI="audio.m3u8",LAST-MSN=12,LAST-PART=1
    "
  `);
  expect(read(text)).toMatchObject({ version: 6, mediaSequenceBase: 10, partTargetDuration: 0.5 });
});

test('the classic form has no tag of low latency', () => {
  const text = writeMediaPlaylist(playlist());
  expect(text).not.toMatch(/PART|SERVER-CONTROL|PRELOAD|REPORT/);
  expect(read(text).segments).toHaveLength(2);
});

test('L4 a live playlist has no type; an ended one has its end and no hint', () => {
  expect(writeMediaPlaylist(playlist({ lowLatency }))).not.toMatch(/PLAYLIST-TYPE|ENDLIST/);
  const ended = writeMediaPlaylist(playlist({ hasEnded: true, isVod: true }));
  expect(ended).toMatch(/\n#EXT-X-PLAYLIST-TYPE:VOD\n/);
  expect(ended).toMatch(/\n#EXT-X-ENDLIST\n$/);
  expect(read(ended)).toMatchObject({ playlistType: 'VOD', endlist: true });
});

test('L6 the discontinuity sequence is that of the first segment', () => {
  const text = writeMediaPlaylist(
    playlist({ segments: [segment(10, { discontinuity: 3 }), segment(11, { discontinuity: 4 })] }),
  );
  expect(read(text)).toMatchObject({ discontinuitySequenceBase: 3 });
  expect(text.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1);
});

describe('L7 the version is no higher than needed', () => {
  test.each([
    { what: 'nothing to map', more: { segments: [] }, version: 3 },
    { what: 'EXT-X-MAP', more: {}, version: 6 },
    { what: 'EXT-X-GAP', more: { segments: [segment(10, { isGap: true })] }, version: 8 },
    { what: 'EXT-X-SKIP', more: { skipped: 1 }, version: 9 },
  ])('$what: $version', ({ more, version }) => {
    expect(writeMediaPlaylist(playlist(more))).toContain(`#EXT-X-VERSION:${version}\n`);
  });
});

test('L9 players hold back three part targets, and three target durations', () => {
  const { lowLatencyCompatibility } = read(writeMediaPlaylist(playlist({ lowLatency })));
  expect(lowLatencyCompatibility).toEqual({
    canBlockReload: true,
    canSkipUntil: 12,
    holdBack: 6,
    partHoldBack: 1.5,
  });
});

test('L16 a delta update says how many segments it leaves out, and keeps six target durations', () => {
  const segments = Array.from({ length: 20 }, (_, index) => segment(10 + index));
  const whole = playlist({ segments, lowLatency });
  const skipped = skippableSegments(whole);
  expect(skipped).toBe(14);
  const delta = read(writeMediaPlaylist({ ...whole, skipped }));
  expect(delta).toMatchObject({ version: 9, skip: 14, mediaSequenceBase: 10 });
  // What the hint is of, it takes for a segment without a URI.
  const uris = delta.segments.map(({ uri }) => uri).filter((uri) => uri !== '');
  expect(uris).toEqual(segments.slice(14).map(({ uri }) => uri));
});

test('L16 there is nothing to leave out of a short playlist', () => {
  expect(skippableSegments(playlist())).toBe(0);
});

test('a gap is listed as one, in its place', () => {
  const text = writeMediaPlaylist(
    playlist({ segments: [segment(10), segment(11, { isGap: true })] }),
  );
  expect(text).toMatch(/#EXT-X-GAP\n#EXTINF:2.00000,\n720p\/11.m4s\n/);
  expect(read(text).segments.map(({ gap }) => gap === true)).toEqual([false, true]);
});

test('whatever the segments are, a strict reader takes the playlist and finds each in its place', () => {
  const anySegment = fc.record({
    durationS: fc.double({ min: 0.1, max: 2.4, noNaN: true }),
    newPeriod: fc.boolean(),
    isGap: fc.boolean(),
  });
  const args = [
    fc.array(anySegment, { minLength: 1, maxLength: 40 }),
    fc.nat(1e9),
    fc.nat(6),
    fc.boolean(),
  ] as const;
  fc.assert(
    fc.property(...args, (drawn, mediaSequence, openParts, delta) => {
      let discontinuity = 0;
      const complete = drawn.map(({ durationS, newPeriod, isGap }, index) => {
        discontinuity += newPeriod ? 1 : 0;
        return segment(mediaSequence + index, {
          durationS,
          discontinuity,
          isGap,
          map: isGap ? null : `720p/init.${discontinuity}.mp4`,
        });
      });
      const next = mediaSequence + drawn.length;
      const open = { parts: parts(next, openParts), isComplete: false, discontinuity };
      const segments =
        openParts > 0
          ? [...complete, segment(next, { ...open, map: `720p/init.${discontinuity}.mp4` })]
          : complete;
      const whole = playlist({ mediaSequence, segments, lowLatency });
      const skipped = delta ? skippableSegments(whole) : 0;
      const found = read(writeMediaPlaylist({ ...whole, skipped }));
      const media = found.segments.filter(({ uri }) => uri !== '');
      expect(found.mediaSequenceBase).toBe(mediaSequence);
      expect(media.map(({ uri }) => uri)).toEqual(complete.slice(skipped).map(({ uri }) => uri));
      const maps = media.map(({ map, gap }) => (gap === true ? null : map?.uri));
      expect(maps).toEqual(complete.slice(skipped).map(({ map }) => map));
      const shifts = segments.slice(skipped).map((one, index) => {
        const before = segments[skipped + index - 1];
        return before !== undefined && before.discontinuity !== one.discontinuity;
      });
      const foundShifts = found.segments.map((one) => one.discontinuity === true);
      expect(foundShifts.slice(0, shifts.length)).toEqual(shifts);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mpd, type Representation, writeMpd } from './mpd.ts';
import { segmentTimeline } from './segment-timeline.ts';
import { element, writeXml } from './xml-writer.ts';

const epochMs = 1_800_000_000_000;

const picture: Representation = {
  id: '720p',
  codecs: 'avc1.42c01f',
  bitsPerS: 2_400_000.5,
  width: 1280,
  height: 720,
  frameRate: 29.97,
  timescale: 90_000,
  presentationTimeOffset: 0,
  startNumber: 0,
  segments: [
    { startTicks: 0, durationTicks: 180_000 },
    { startTicks: 180_000, durationTicks: 180_000 },
    { startTicks: 360_000, durationTicks: 90_000 },
  ],
  initialization: 'b/720p/init.0.mp4',
  media: 'b/720p/$Number$.m4s',
};
const sound: Representation = {
  ...picture,
  id: 'audio',
  codecs: 'mp4a.40.2',
  bitsPerS: 128_000,
  width: null,
  height: null,
  frameRate: null,
  timescale: 48_000,
  segments: [{ startTicks: 0, durationTicks: 96_256 }],
  initialization: 'b/audio/init.0.mp4',
  media: 'b/audio/$Number$.m4s?token=a&b',
};

function mpd(more: Partial<Mpd> = {}): Mpd {
  return {
    availabilityStartMs: epochMs,
    maxSegmentMs: 2000,
    durationMs: 5000,
    periods: [
      {
        id: '0',
        startMs: 0,
        adaptationSets: [
          { kind: 'video', representations: [picture] },
          { kind: 'audio', representations: [sound] },
        ],
      },
    ],
    live: {
      publishMs: epochMs + 5000,
      minimumUpdateMs: 1000,
      timeShiftBufferMs: 1_800_000,
      latencyMs: { target: 3000, min: 2000, max: 6000 },
      availabilityTimeOffsetMs: 1667,
      clockUri: '../clock',
    },
    ...more,
  };
}

test('D1 D2 D4 a presentation on air, to the letter', () => {
  expect(writeMpd(mpd())).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" minBufferTime="PT2S" maxSegmentDuration="PT2S" type="dynamic" availabilityStartTime="2027-01-15T08:00:00.000Z" publishTime="2027-01-15T08:00:05.000Z" minimumUpdatePeriod="PT1S" timeShiftBufferDepth="PT1800S" suggestedPresentationDelay="PT3S">
      <ServiceDescription id="0">
        <Latency referenceId="0" target="3000" min="2000" max="6000"/>
        <PlaybackRate min="0.96" max="1.04"/>
      </ServiceDescription>
      <Period id="0" start="PT0S">
        <AdaptationSet id="0" contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1" maxWidth="1280" maxHeight="720">
          <ProducerReferenceTime id="0" type="captured" wallClockTime="2027-01-15T08:00:00.000Z" presentationTime="0">
            <UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-xsdate:2014" value="../clock"/>
          </ProducerReferenceTime>
          <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
          <Representation id="720p" codecs="avc1.42c01f" bandwidth="2400001" width="1280" height="720" frameRate="29970/1000">
            <SegmentTemplate timescale="90000" presentationTimeOffset="0" startNumber="0" availabilityTimeOffset="1.667" availabilityTimeComplete="false" initialization="b/720p/init.0.mp4" media="b/720p/$Number$.m4s">
              <SegmentTimeline>
                <S t="0" d="180000" r="1"/>
                <S t="360000" d="90000"/>
              </SegmentTimeline>
            </SegmentTemplate>
          </Representation>
        </AdaptationSet>
        <AdaptationSet id="1" contentType="audio" mimeType="audio/mp4" segmentAlignment="true" startWithSAP="1">
          <ProducerReferenceTime id="0" type="captured" wallClockTime="2027-01-15T08:00:00.000Z" presentationTime="0">
            <UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-xsdate:2014" value="../clock"/>
          </ProducerReferenceTime>
          <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
          <Representation id="audio" codecs="mp4a.40.2" bandwidth="128000" audioSamplingRate="48000">
            <SegmentTemplate timescale="48000" presentationTimeOffset="0" startNumber="0" availabilityTimeOffset="1.667" availabilityTimeComplete="false" initialization="b/audio/init.0.mp4" media="b/audio/$Number$.m4s?token=a&amp;b">
              <SegmentTimeline>
                <S t="0" d="96256"/>
              </SegmentTimeline>
            </SegmentTemplate>
          </Representation>
        </AdaptationSet>
      </Period>
      <UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-xsdate:2014" value="../clock"/>
    </MPD>
    "
  `);
});

test('D6 a presentation that has ended is static, has its length and needs no clock', () => {
  const text = writeMpd(mpd({ live: null }));
  expect(text).toContain('type="static" mediaPresentationDuration="PT5S"');
  expect(text).not.toMatch(/availability|UTCTiming|publishTime|minimumUpdatePeriod|Latency/);
});

test('D3 segments of one length that follow each other are one line of the timeline', () => {
  const timeline = segmentTimeline([
    { startTicks: 0, durationTicks: 10 },
    { startTicks: 10, durationTicks: 10 },
    { startTicks: 21, durationTicks: 10 },
    { startTicks: 31, durationTicks: 9 },
  ]);
  expect(timeline.content).toMatchObject([
    { attributes: { t: 0, d: 10, r: 1 } },
    { attributes: { t: 21, d: 10, r: undefined } },
    { attributes: { t: 31, d: 9, r: undefined } },
  ]);
});

test('D3 a timeline read again has the segments that were written', () => {
  const anyRun = fc.record({ d: fc.integer({ min: 1, max: 5 }), hole: fc.nat(1) });
  fc.assert(
    fc.property(fc.array(anyRun, { maxLength: 60 }), (drawn) => {
      let at = 0;
      const segments = drawn.map(({ d, hole }) => {
        const startTicks = at + hole;
        at = startTicks + d;
        return { startTicks, durationTicks: d };
      });
      const { content } = segmentTimeline(segments);
      const read = typeof content === 'string' ? [] : content;
      const again = read.flatMap(({ attributes: { t, d, r = 0 } }) =>
        Array.from({ length: Number(r) + 1 }, (_, index) => ({
          startTicks: Number(t) + index * Number(d),
          durationTicks: Number(d),
        })),
      );
      expect(again).toEqual(segments);
    }),
  );
});

test('whatever text goes in, no quote, bracket, ampersand or control character gets out as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = writeXml(element('a', { b: text }, text)).replace(/^<\?xml.*\?>\n/, '');
      const inner = /^<a b="([^"<>]*)"(?:\/>|>([^<>]*)<\/a>)\n$/.exec(written);
      expect(inner).not.toBeNull();
      expect(written).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
      for (const character of inner?.[1] ?? '') {
        expect(character >= ' ' || /[\t\r\n]/.test(character)).toBe(true);
      }
    }),
  );
});

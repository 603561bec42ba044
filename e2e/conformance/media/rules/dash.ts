import { expect, fail } from '../../failure.ts';
import type { MediaRule } from '../media-rule.ts';
import type { MediaTarget } from '../media-target.ts';

const standard = 'ISO/IEC 23009-1';
const none = 'there is no manifest';

/** The same stream as DASH. */
export const dashRules: readonly MediaRule[] = [
  {
    number: 'D1',
    text: 'A live manifest says since when, how far back, how often, and is published anew',
    source: `${standard}, 5.3.1.2`,
    async check(target) {
      const { dash } = target.options;
      if (dash === null) return none;
      const first = (await target.need(dash)).text;
      expect(/<MPD[^>]* type="dynamic"/.test(first), 'the manifest is not dynamic');
      for (const name of [
        'availabilityStartTime',
        'minimumUpdatePeriod',
        'timeShiftBufferDepth',
        'maxSegmentDuration',
      ]) {
        expect(new RegExp(`<MPD[^>]* ${name}="`).test(first), `there is no ${name}`);
      }
      await target.observe();
      const published = (text: string): number => Date.parse(attribute(text, 'publishTime'));
      const later = (await target.need(dash)).text;
      expect(published(later) > published(first), 'it is published no later than before');
      return undefined;
    },
  },
  {
    number: 'D2',
    text: "The server's clock can be had, and is right",
    source: `${standard}, 5.8.4.11`,
    async check(target) {
      const { dash } = target.options;
      if (dash === null) return none;
      const { text } = await target.need(dash);
      const [, value] =
        /<UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-(?:iso|xsdate):2014" value="([^"]+)"/.exec(
          text,
        ) ?? [];
      const clock = await target.need(new URL(value ?? fail('there is no UTCTiming'), dash).href);
      const apartMs = Math.abs(Date.parse(clock.text) - Date.parse(clock.headers.date ?? ''));
      expect(apartMs < 2_000, `the clock says ${clock.text}`);
      return undefined;
    },
  },
  {
    number: 'D3',
    text: 'Every segment of the timeline can be had',
    source: `${standard}, 5.3.9.6`,
    async check(target) {
      const { dash } = target.options;
      if (dash === null) return none;
      const found = await representations(target, dash);
      const oldest = Math.min(...found.map(({ start }) => start));
      // It may go while they are asked for.
      const urls = found.flatMap(({ segments, start }) => segments.slice(start === oldest ? 1 : 0));
      expect(urls.length > 0, 'the timeline is empty');
      await Promise.all(urls.map((url) => target.need(url)));
      return undefined;
    },
  },
  {
    number: 'D4',
    text: 'A segment can be had as it is made, and players are told how close they may be',
    source: `${standard}, 5.3.9.2, K.3.2, 5.12`,
    async check(target) {
      const { dash } = target.options;
      if (dash === null) return none;
      const { text } = await target.need(dash);
      expect(/ availabilityTimeOffset="[0-9.]+"/.test(text), 'there is no availabilityTimeOffset');
      expect(
        text.includes(' availabilityTimeComplete="false"'),
        'segments are said to be complete',
      );
      expect(/<Latency [^>]*target="\d+"/.test(text), 'there is no latency');
      expect(text.includes('<ProducerReferenceTime '), 'there is no ProducerReferenceTime');
      const last = (await representations(target, dash)).at(-1)?.segments.at(-1);
      const open = (last ?? fail('the timeline is empty')).replace(
        /\d+(?=\.\w+$)/,
        (number) => `${Number(number) + 1}`,
      );
      const { headers, headMs, endMs } = await target.need(open);
      expect(headers['transfer-encoding'] === 'chunked', 'the segment on its way is not chunked');
      expect(endMs - headMs > 100, 'the segment on its way comes all at once');
      return undefined;
    },
  },
  {
    number: 'D5',
    text: 'Segments are CMAF, one track each, aligned and begin with a key frame',
    source: 'ISO/IEC 23000-19, 7.3',
    async check(target) {
      const { dash } = target.options;
      if (dash === null) return none;
      const { text } = await target.need(dash);
      for (const set of text.match(/<AdaptationSet[^>]*>/g) ?? []) {
        expect(set.includes(' segmentAlignment="true"'), 'segments are not aligned');
        expect(/ startWithSAP="[12]"/.test(set), 'segments begin anywhere');
      }
      for (const { initialization, segments } of await representations(target, dash)) {
        const init = (await target.need(initialization)).body;
        const brands = init.toString('latin1', 8, init.readUInt32BE(0));
        expect(/cmf[c2]/.test(brands), 'the initialization segment has no brand of CMAF');
        const tracks = init.toString('latin1').split('trak').length - 1;
        expect(tracks <= 1, `the initialization segment has ${tracks} tracks`);
        const { body } = await target.need(segments.at(-1) ?? fail('there are no segments'));
        const first = body.toString('latin1', 4, 8);
        expect(/^(styp|prft|emsg|moof)$/.test(first), `a segment begins with ${first}`);
      }
      return undefined;
    },
  },
  {
    number: 'D6',
    text: 'After the end the manifest is static, or has its length',
    source: `${standard}, 5.3.1.2`,
    async check(target) {
      const { endedDash } = target.options;
      if (endedDash === null) return 'there was no stream that has ended';
      const { text } = await target.need(endedDash);
      const isOver = /<MPD[^>]* (type="static"|mediaPresentationDuration=")/.test(text);
      expect(isOver, 'the manifest goes on');
      return undefined;
    },
  },
];

type Found = {
  readonly start: number;
  readonly initialization: string;
  readonly segments: readonly string[];
};

/** All representations of all periods, with the URLs of their segments. */
async function representations(target: MediaTarget, dash: string): Promise<Found[]> {
  const { text } = await target.need(dash);
  return [...text.matchAll(/<SegmentTemplate[^>]*>[\s\S]*?<\/SegmentTemplate>/g)].map(
    ([template]) => {
      const at = (uri: string): string => new URL(uri.replaceAll('&amp;', '&'), dash).href;
      const start = Number(attribute(template, 'startNumber'));
      const count = [...template.matchAll(/<S ([^>]*)\/>/g)].reduce(
        (sum, [, one = '']) => sum + 1 + Number(/\br="(\d+)"/.exec(one)?.[1] ?? 0),
        0,
      );
      return {
        start,
        initialization: at(attribute(template, 'initialization')),
        segments: Array.from({ length: count }, (_, index) =>
          at(attribute(template, 'media').replace('$Number$', String(start + index))),
        ),
      };
    },
  );
}

function attribute(text: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1] ?? fail(`there is no ${name}`);
}

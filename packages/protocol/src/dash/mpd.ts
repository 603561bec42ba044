import { segmentTimeline, type TimelineSegment } from './segment-timeline.ts';
import { type Element, element, writeXml } from './xml-writer.ts';

export type Representation = {
  readonly id: string;
  readonly codecs: string;
  readonly bitsPerS: number;
  /** In pixels; null for sound. */
  readonly width: number | null;
  readonly height: number | null;
  readonly frameRate: number | null;
  readonly timescale: number;
  /** The tick that plays at the period's begin. */
  readonly presentationTimeOffset: number;
  /** Number of the first segment, `$Number$`; each that follows has the next. */
  readonly startNumber: number;
  readonly segments: readonly TimelineSegment[];
  /** URIs, with the identifiers of section 5.3.9.4.4. */
  readonly initialization: string;
  readonly media: string;
};

export type AdaptationSet = {
  readonly kind: 'audio' | 'video';
  readonly representations: readonly Representation[];
};

export type Period = {
  readonly id: string;
  /** From the presentation's zero. */
  readonly startMs: number;
  readonly adaptationSets: readonly AdaptationSet[];
};

/** What only a presentation on air has. */
export type Live = {
  /** When this text was made, in ms since 1970. */
  readonly publishMs: number;
  readonly minimumUpdateMs: number;
  readonly timeShiftBufferMs: number;
  /** The time from capture that players aim at, and what they may stray to. */
  readonly latencyMs: { readonly target: number; readonly min: number; readonly max: number };
  /** By how much the begin of a segment can be had before its end, in ms: what low latency comes from. */
  readonly availabilityTimeOffsetMs: number;
  /** Where the server's time can be had as xs:dateTime. */
  readonly clockUri: string;
};

export type Mpd = {
  /** Zero of the presentation, in ms since 1970. */
  readonly availabilityStartMs: number;
  readonly maxSegmentMs: number;
  readonly periods: readonly Period[];
  /** Null once nothing is added any more. */
  readonly live: Live | null;
  /** Where it ends, from zero; only told when it has. */
  readonly durationMs: number;
};

const clockScheme = 'urn:mpeg:dash:utc:http-xsdate:2014';

/** Writes a media presentation description of the ISO live profile (ISO/IEC 23009-1, section 8.4). */
export function writeMpd(mpd: Mpd): string {
  const { live, availabilityStartMs } = mpd;
  const common = {
    xmlns: 'urn:mpeg:dash:schema:mpd:2011',
    profiles: 'urn:mpeg:dash:profile:isoff-live:2011',
    minBufferTime: duration(mpd.maxSegmentMs),
    maxSegmentDuration: duration(mpd.maxSegmentMs),
  };
  const periods = mpd.periods.map((period) => writePeriod(period, mpd));
  if (live === null) {
    const attributes = {
      ...common,
      type: 'static',
      mediaPresentationDuration: duration(mpd.durationMs),
    };
    return writeXml(element('MPD', attributes, periods));
  }
  const attributes = {
    ...common,
    type: 'dynamic',
    availabilityStartTime: dateTime(availabilityStartMs),
    publishTime: dateTime(live.publishMs),
    minimumUpdatePeriod: duration(live.minimumUpdateMs),
    timeShiftBufferDepth: duration(live.timeShiftBufferMs),
    suggestedPresentationDelay: duration(live.latencyMs.target),
  };
  return writeXml(
    element('MPD', attributes, [
      element('ServiceDescription', { id: 0 }, [
        element('Latency', { referenceId: 0, ...live.latencyMs }),
        element('PlaybackRate', { min: '0.96', max: '1.04' }),
      ]),
      ...periods,
      clock(live),
    ]),
  );
}

function writePeriod({ id, startMs, adaptationSets }: Period, mpd: Mpd): Element {
  return element(
    'Period',
    { id, start: duration(startMs) },
    adaptationSets.map((set, index) => writeAdaptationSet(set, index, startMs, mpd)),
  );
}

function writeAdaptationSet(
  { kind, representations }: AdaptationSet,
  id: number,
  periodStartMs: number,
  mpd: Mpd,
): Element {
  const [first] = representations;
  const isVideo = kind === 'video';
  const largest = (of: (one: Representation) => number | null): number | undefined => {
    const most = Math.max(0, ...representations.map((one) => of(one) ?? 0));
    return most > 0 ? most : undefined;
  };
  const attributes = {
    id,
    contentType: kind,
    mimeType: `${kind}/mp4`,
    segmentAlignment: true,
    startWithSAP: 1,
    maxWidth: isVideo ? largest(({ width }) => width) : undefined,
    maxHeight: isVideo ? largest(({ height }) => height) : undefined,
  };
  return element('AdaptationSet', attributes, [
    mpd.live !== null && first !== undefined
      ? producerTime(first, mpd.availabilityStartMs + periodStartMs, mpd.live)
      : undefined,
    element('Role', { schemeIdUri: 'urn:mpeg:dash:role:2011', value: 'main' }),
    ...representations.map((one) => writeRepresentation(one, kind, mpd.live)),
  ]);
}

/** When the period's first tick was captured: with it a player knows how far it is behind (section 5.12). */
function producerTime(first: Representation, wallClockMs: number, live: Live): Element {
  const attributes = {
    id: 0,
    type: 'captured',
    wallClockTime: dateTime(wallClockMs),
    presentationTime: first.presentationTimeOffset,
  };
  return element('ProducerReferenceTime', attributes, [clock(live)]);
}

function clock({ clockUri }: Live): Element {
  return element('UTCTiming', { schemeIdUri: clockScheme, value: clockUri });
}

function writeRepresentation(
  one: Representation,
  kind: AdaptationSet['kind'],
  live: Live | null,
): Element {
  const attributes = {
    id: one.id,
    codecs: one.codecs,
    bandwidth: Math.ceil(one.bitsPerS),
    width: one.width ?? undefined,
    height: one.height ?? undefined,
    frameRate: one.frameRate === null ? undefined : frameRate(one.frameRate),
    audioSamplingRate: kind === 'audio' ? one.timescale : undefined,
  };
  const isEarly = live !== null && live.availabilityTimeOffsetMs > 0;
  const template = {
    timescale: one.timescale,
    presentationTimeOffset: one.presentationTimeOffset,
    startNumber: one.startNumber,
    availabilityTimeOffset: isEarly ? decimal(live.availabilityTimeOffsetMs / 1000) : undefined,
    availabilityTimeComplete: isEarly ? false : undefined,
    initialization: one.initialization,
    media: one.media,
  };
  return element('Representation', attributes, [
    element('SegmentTemplate', template, [segmentTimeline(one.segments)]),
  ]);
}

/** As a fraction (section 5.3.7.2). */
function frameRate(framesPerS: number): string {
  return Number.isInteger(framesPerS)
    ? String(framesPerS)
    : `${Math.round(framesPerS * 1000)}/1000`;
}

/** xs:duration. */
function duration(ms: number): string {
  return `PT${decimal(ms / 1000)}S`;
}

/** To the millisecond. */
function decimal(seconds: number): string {
  return String(Number(seconds.toFixed(3)));
}

/** xs:dateTime. */
function dateTime(ms: number): string {
  return new Date(ms).toISOString();
}

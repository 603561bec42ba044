/** A playlist as far as rules look at it; read leniently, so that what is wrong is seen. */
type Attributes = Readonly<Record<string, string>>;

type Part = {
  readonly uri: string;
  readonly durationS: number;
  readonly independent: boolean;
};

type Segment = {
  readonly msn: number;
  /** Empty while only its parts are listed. */
  readonly uri: string;
  readonly durationS: number;
  readonly map: string | null;
  readonly discontinuity: number;
  /** A tag stands right before it. */
  readonly isDiscontinuity: boolean;
  /** It is said to be missing: nobody is to ask for it (EXT-X-GAP). */
  readonly isGap: boolean;
  readonly dateMs: number | null;
  readonly parts: readonly Part[];
};

export type Playlist = {
  readonly text: string;
  /** Values of tags that stand alone, by name without `#EXT-X-`. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly targetS: number;
  readonly mediaSequence: number;
  readonly segments: readonly Segment[];
};

/** Reads a media playlist. */
export function readPlaylist(text: string): Playlist {
  const tags = new Map<string, string[]>();
  const segments: Segment[] = [];
  let open = emptySegment();
  let discontinuity = 0;
  let map: string | null = null;
  const number = (name: string): number => Number(tags.get(name)?.[0] ?? 0);
  const skipped = (): number =>
    Number(attributesOf(tags.get('SKIP')?.[0])['SKIPPED-SEGMENTS'] ?? 0);
  const push = (uri: string): void => {
    const msn = number('MEDIA-SEQUENCE') + skipped() + segments.length;
    const base = number('DISCONTINUITY-SEQUENCE');
    segments.push({ ...open, msn, uri, map, discontinuity: base + discontinuity });
    open = emptySegment();
  };
  for (const line of text.split(/\r?\n/)) {
    const [, name = '', value = ''] = /^#(?:EXT-X-)?([A-Z0-9-]+)(?::(.*))?$/.exec(line) ?? [];
    if (name === '') {
      if (line !== '') push(line);
      continue;
    }
    const attributes = attributesOf(value);
    if (name === 'EXTINF') open.durationS = Number.parseFloat(value);
    else if (name === 'MAP') map = attributes['URI'] ?? null;
    else if (name === 'PROGRAM-DATE-TIME') open.dateMs = Date.parse(value);
    else if (name === 'DISCONTINUITY') {
      discontinuity += 1;
      open.isDiscontinuity = true;
    } else if (name === 'GAP') open.isGap = true;
    else if (name === 'PART') {
      open.parts.push({
        uri: attributes['URI'] ?? '',
        durationS: Number(attributes['DURATION']),
        independent: attributes['INDEPENDENT'] === 'YES',
      });
    } else tags.set(name, [...(tags.get(name) ?? []), value]);
  }
  if (open.parts.length > 0) push('');
  return {
    text,
    tags,
    targetS: number('TARGETDURATION'),
    mediaSequence: number('MEDIA-SEQUENCE'),
    segments,
  };
}

/** The segments that are listed whole and can be had. */
export function wholeSegments({ segments }: Playlist): readonly Segment[] {
  return segments.filter(({ uri, isGap }) => uri !== '' && !isGap);
}

/** An attribute list, quotes taken off. */
export function attributesOf(value = ''): Attributes {
  return Object.fromEntries(
    [...value.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g)].map(([, name, quoted, plain]) => [
      name,
      quoted ?? plain ?? '',
    ]),
  );
}

type Open = { -readonly [Key in keyof Segment]: Segment[Key] } & { parts: Part[] };

function emptySegment(): Open {
  return {
    msn: 0,
    uri: '',
    durationS: 0,
    map: null,
    discontinuity: 0,
    isDiscontinuity: false,
    isGap: false,
    dateMs: null,
    parts: [],
  };
}

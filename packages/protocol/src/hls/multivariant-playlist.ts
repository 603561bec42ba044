import { word, writeAttributes } from './attribute-list.ts';

export type Variant = {
  readonly uri: string;
  /** Of a segment with its sound, in bit/s: the largest and the mean; null where that is not known yet. */
  readonly peakBitsPerS: number;
  readonly averageBitsPerS: number | null;
  /** Every format in it and in its sound (RFC 6381). */
  readonly codecs: readonly string[];
  /** In pixels; null for sound alone. */
  readonly width: number | null;
  readonly height: number | null;
  readonly frameRate: number | null;
};

/** The sound of all variants. */
export type AudioRendition = {
  readonly uri: string;
  /** What a player calls it in its menu. */
  readonly name: string;
  readonly channels: number;
};

export type MultivariantPlaylist = {
  /** The one to start with first. */
  readonly variants: readonly Variant[];
  /** Null where the variants have their sound in them, or are nothing but sound. */
  readonly audio: AudioRendition | null;
};

const audioGroup = 'audio';

/** That of its media playlists, which have EXT-X-MAP (section 8). */
const version = 6;

/** Writes a multivariant playlist (draft-pantos-hls-rfc8216bis-22, section 4.4.6). */
export function writeMultivariantPlaylist({ variants, audio }: MultivariantPlaylist): string {
  const lines = ['#EXTM3U', `#EXT-X-VERSION:${version}`, '#EXT-X-INDEPENDENT-SEGMENTS'];
  if (audio !== null) {
    const media = writeAttributes({
      TYPE: word('AUDIO'),
      'GROUP-ID': audioGroup,
      NAME: audio.name,
      DEFAULT: word('YES'),
      AUTOSELECT: word('YES'),
      CHANNELS: String(audio.channels),
      URI: audio.uri,
    });
    lines.push(`#EXT-X-MEDIA:${media}`);
  }
  for (const variant of variants) lines.push(...variantLines(variant, audio !== null));
  return `${lines.join('\n')}\n`;
}

function variantLines(variant: Variant, hasAudioGroup: boolean): string[] {
  const { width, height, frameRate, averageBitsPerS } = variant;
  const isPicture = height !== null;
  const attributes = writeAttributes({
    BANDWIDTH: word(Math.ceil(variant.peakBitsPerS)),
    'AVERAGE-BANDWIDTH': averageBitsPerS === null ? undefined : word(Math.ceil(averageBitsPerS)),
    CODECS: [...new Set(variant.codecs)].join(','),
    RESOLUTION: width === null || height === null ? undefined : word(`${width}x${height}`),
    'FRAME-RATE': frameRate === null ? undefined : word(frameRate.toFixed(3)),
    AUDIO: hasAudioGroup ? audioGroup : undefined,
    'CLOSED-CAPTIONS': isPicture ? word('NONE') : undefined,
  });
  return [`#EXT-X-STREAM-INF:${attributes}`, variant.uri];
}

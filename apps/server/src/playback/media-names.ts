import type { ListedSegment } from '../packager/store/listing.ts';
import type { PartPlace } from './media-edge.ts';

/** The forms that a media playlist has: that of a recording exists once the broadcast has ended. */
export type PlaylistForm = 'low-latency' | 'classic' | 'vod';

const playlistEndings: Readonly<Record<PlaylistForm, string>> = {
  'low-latency': '.m3u8',
  classic: '.classic.m3u8',
  vod: '.vod.m3u8',
};

/** What a file in a broadcast's folder is. */
export type BroadcastFile =
  | { readonly kind: 'multivariant'; readonly form: 'low-latency' | 'classic' }
  | { readonly kind: 'manifest' }
  | { readonly kind: 'playlist'; readonly rendition: string; readonly form: PlaylistForm }
  | { readonly kind: 'poster'; readonly number: number };

/** What a file in a track's folder is. */
export type TrackFile =
  | { readonly kind: 'init'; readonly period: number }
  | { readonly kind: 'segment'; readonly msn: number }
  | { readonly kind: 'part'; readonly msn: number; readonly part: number };

/** Relative to the broadcast's folder. */
export function playlistName(rendition: string, form: PlaylistForm, query: string): string {
  return withQuery(`${rendition}${playlistEndings[form]}`, query);
}

export function initName({ track, period }: ListedSegment, query: string): string {
  return withQuery(`${track}/init.${period}.mp4`, query);
}

export function segmentName({ track, msn }: ListedSegment, query: string): string {
  return withQuery(`${track}/${msn}.m4s`, query);
}

export function partName({ track, msn, part }: PartPlace, query: string): string {
  return withQuery(`${track}/${msn}.${part}.m4s`, query);
}

export function withQuery(uri: string, query: string): string {
  return query === '' ? uri : `${uri}?${query}`;
}

/** The names of the multivariant playlists and of the manifest, which a channel has too. */
const masters: ReadonlyMap<string, BroadcastFile> = new Map([
  ['index.m3u8', { kind: 'multivariant', form: 'low-latency' }],
  ['classic.m3u8', { kind: 'multivariant', form: 'classic' }],
  ['manifest.mpd', { kind: 'manifest' }],
]);

/** A number as it is written in a name: one way only, so that nothing has two names. */
const digits = '(0|[1-9][0-9]{0,14})';
const posterPattern = new RegExp(`^poster\\.${digits}\\.jpg$`);
const initPattern = new RegExp(`^init\\.${digits}\\.mp4$`);
const mediaPattern = new RegExp(`^${digits}(?:\\.${digits})?\\.m4s$`);
const playlistPattern = /^([A-Za-z0-9][A-Za-z0-9_-]{0,39})(\.classic|\.vod)?\.m3u8$/;

/** Reads a name in a channel's folder; null where it means nothing. */
export function readMasterFile(name: string): BroadcastFile | null {
  return masters.get(name) ?? null;
}

/** Reads a name in a broadcast's folder; null where it means nothing. */
export function readBroadcastFile(name: string): BroadcastFile | null {
  const master = masters.get(name);
  if (master !== undefined) return master;
  const poster = posterPattern.exec(name);
  if (poster !== null) return { kind: 'poster', number: Number(poster[1]) };
  const [, rendition, ending = ''] = playlistPattern.exec(name) ?? [];
  if (rendition === undefined) return null;
  const form = ending === '.classic' ? 'classic' : ending === '.vod' ? 'vod' : 'low-latency';
  return { kind: 'playlist', rendition, form };
}

/** Reads a name in a track's folder; null where it means nothing. */
export function readTrackFile(name: string): TrackFile | null {
  const init = initPattern.exec(name);
  if (init !== null) return { kind: 'init', period: Number(init[1]) };
  const [, msn, part] = mediaPattern.exec(name) ?? [];
  if (msn === undefined) return null;
  if (part === undefined) return { kind: 'segment', msn: Number(msn) };
  return { kind: 'part', msn: Number(msn), part: Number(part) };
}

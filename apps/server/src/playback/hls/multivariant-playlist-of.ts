import type { MultivariantPlaylist, Variant } from '@tallylight/protocol/hls';
import type { Rendition } from '../../packager/store/listing.ts';
import type { BroadcastOrigin } from '../broadcast-origin.ts';
import { type PlaylistForm, playlistName } from '../media-names.ts';
import { announcedBitsPerS } from '../rendition-bitrate.ts';

export type MultivariantRequest = {
  readonly form: Exclude<PlaylistForm, 'vod'>;
  /** Where the broadcast's folder is from here: empty, or its name and a slash. */
  readonly base: string;
  /** Added to every URI; empty for none. */
  readonly query: string;
};

/** The packager makes all sound stereo. */
const channels = 2;

/** The multivariant playlist of a broadcast: of those renditions that have media. */
export function multivariantPlaylistOf(
  origin: BroadcastOrigin,
  { form, base, query }: MultivariantRequest,
): MultivariantPlaylist {
  const { hasEnded } = origin.listing;
  const uri = ({ id }: Rendition): string =>
    base + playlistName(id, hasEnded ? 'vod' : form, query);
  const playable = origin.listing.renditions.filter(({ id }) => origin.edge(id) !== null);
  const pictures = playable.filter(({ kind }) => kind === 'video');
  const [sound] = playable.filter(({ kind }) => kind === 'audio');
  if (pictures.length === 0) {
    return { variants: playable.map((one) => variant(one, undefined, uri(one))), audio: null };
  }
  return {
    variants: pictures.map((picture) => variant(picture, sound, uri(picture))),
    audio: sound === undefined ? null : { uri: uri(sound), name: 'Sound', channels },
  };
}

function variant(own: Rendition, sound: Rendition | undefined, uri: string): Variant {
  const both = sound === undefined ? [own] : [own, sound];
  const isMeasured = both.every(({ averageBitsPerS }) => averageBitsPerS > 0);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    uri,
    peakBitsPerS: sum(both.map(announcedBitsPerS)),
    averageBitsPerS: isMeasured ? sum(both.map(({ averageBitsPerS }) => averageBitsPerS)) : null,
    codecs: both.map(({ codecs }) => codecs),
    width: own.width,
    height: own.height,
    frameRate: own.frameRate,
  };
}

import type { ChannelView } from '@tallylight/contract';
import type { PictureSize } from '@tallylight/protocol';

/** A still picture of a channel. */
type SharedPoster = PictureSize & { readonly url: string };

/** What other sites are told of a channel. */
export type SharedChannel = {
  readonly name: string;
  readonly title: string;
  readonly isLive: boolean;
  /** Null where there is none, or its size can't be read. */
  readonly poster: SharedPoster | null;
};

/** Where what is shared comes from. */
export type SharedChannels = {
  /** Null where there is no such channel. */
  readonly view: (channel: string) => (ChannelView & { readonly title?: string | null }) | null;
  /** The newest picture of the channel, and its path; null where there is none. */
  readonly poster: (channel: string) => Promise<(PictureSize & { readonly path: string }) | null>;
};

/**
 * @param site what absolute links start with; null: there are to be none
 * @returns null where there is no such channel
 */
export async function sharedChannel(
  { view, poster }: SharedChannels,
  channel: string,
  site: string | null,
): Promise<SharedChannel | null> {
  const seen = view(channel);
  if (seen === null) return null;
  const { name, title, broadcast } = seen;
  const picture = site === null ? null : await poster(channel);
  return {
    name,
    title: title || name,
    isLive: broadcast?.state === 'live' || broadcast?.state === 'interrupted',
    poster: picture && {
      url: `${site}${picture.path}`,
      width: picture.width,
      height: picture.height,
    },
  };
}

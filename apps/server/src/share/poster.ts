import { routes } from '@tallylight/contract';
import { type PictureSize, readJpegSize } from '@tallylight/protocol';

/** Where the newest pictures of channels are. */
export type PosterSource = {
  lastPoster(channel: string): Promise<{ broadcast: string; jpeg: Uint8Array } | null>;
};

/** The newest picture of a channel: how large it is, and its path, which is another one for each broadcast. */
export async function posterOf(
  source: PosterSource,
  channel: string,
): Promise<(PictureSize & { readonly path: string }) | null> {
  const poster = await source.lastPoster(channel);
  const size = poster && readJpegSize(poster.jpeg);
  // Sites keep pictures by their address: that of another broadcast would be shown for days.
  return (
    size && {
      ...size,
      path: `${routes.poster(channel)}?broadcast=${encodeURIComponent(poster.broadcast)}`,
    }
  );
}

import { type Oembed, pages } from '@tallylight/contract';
import { htmlTag } from '../http/html-text.ts';
import { frameSize } from './frame-size.ts';
import type { SharedChannel } from './shared-channel.ts';
import { shareWords } from './words.ts';

export type OembedLimits = {
  /** In pixels; null where the asking site names none. */
  readonly maxWidth: number | null;
  readonly maxHeight: number | null;
};

/** What another site needs to show a channel in its own page (https://oembed.com, section 2.3.4). */
export function oembedOf(
  { name, title, poster }: SharedChannel,
  site: string,
  { maxWidth, maxHeight }: OembedLimits,
): Oembed {
  const { width, height } = frameSize(maxWidth, maxHeight);
  const frame = htmlTag('iframe', {
    src: `${site}${pages.embed(name)}`,
    ...{ width, height, title, style: 'border: 0; max-width: 100%' },
    allow: 'autoplay; fullscreen; picture-in-picture',
    allowfullscreen: '',
  });
  // A thumbnail keeps to the limits too, and ours has but one size.
  const fits =
    poster !== null &&
    poster.width <= (maxWidth ?? poster.width) &&
    poster.height <= (maxHeight ?? poster.height);
  return {
    ...{ type: 'video', version: '1.0', title },
    provider_name: shareWords.product,
    provider_url: `${site}${pages.home()}`,
    ...{ width, height, html: `${frame}</iframe>` },
    ...(fits && {
      thumbnail_url: poster.url,
      thumbnail_width: poster.width,
      thumbnail_height: poster.height,
    }),
  };
}

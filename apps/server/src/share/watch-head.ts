import { pages, routes } from '@tallylight/contract';
import { htmlTag, htmlText } from '../http/html-text.ts';
import type { SharedChannel } from './shared-channel.ts';
import { shareWords } from './words.ts';

/** What a frame is told to measure where nobody asks for another size, in pixels. */
const frame = { width: 1280, height: 720 } as const;

/**
 * What a watch page says of itself to those who only read its head: Open Graph (https://ogp.me), the cards of X, and
 * the way to its oEmbed.
 *
 * @param site what absolute links start with; without it there are none, and nothing that needs one
 */
export function watchHead(channel: SharedChannel, site: string | null): string {
  const { name, title, isLive } = channel;
  const description = isLive ? shareWords.live(name) : shareWords.offAir(name);
  return [
    `<title>${htmlText(shareWords.pageTitle(title))}</title>`,
    named('description', description),
    property('og:site_name', shareWords.product),
    property('og:type', 'video.other'),
    property('og:title', title),
    property('og:description', description),
    named('twitter:title', title),
    named('twitter:description', description),
    ...(site === null ? [named('twitter:card', 'summary')] : linked(channel, site)),
  ].join('\n    ');
}

function linked({ name, title, poster }: SharedChannel, site: string): string[] {
  const watch = `${site}${pages.watch(name)}`;
  const embed = `${site}${pages.embed(name)}`;
  const oembed = `${site}${routes.oembed()}?format=json&url=${encodeURIComponent(watch)}`;
  return [
    property('og:url', watch),
    ...(poster === null
      ? []
      : [
          property('og:image', poster.url),
          property('og:image:type', 'image/jpeg'),
          property('og:image:width', poster.width),
          property('og:image:height', poster.height),
          property('og:image:alt', title),
          named('twitter:image', poster.url),
        ]),
    property('og:video:url', embed),
    ...(site.startsWith('https:') ? [property('og:video:secure_url', embed)] : []),
    property('og:video:type', 'text/html'),
    property('og:video:width', frame.width),
    property('og:video:height', frame.height),
    named('twitter:card', 'player'),
    named('twitter:player', embed),
    named('twitter:player:width', frame.width),
    named('twitter:player:height', frame.height),
    htmlTag('link', { rel: 'canonical', href: watch }),
    htmlTag('link', { rel: 'alternate', type: 'application/json+oembed', href: oembed, title }),
  ];
}

function property(name: string, content: string | number): string {
  return htmlTag('meta', { property: name, content });
}

function named(name: string, content: string | number): string {
  return htmlTag('meta', { name, content });
}

import { channelNamePattern, pages, routes } from '@tallylight/contract';
import type { FastifyInstance } from 'fastify';
import { allowAnyOrigin } from '../http/cors.ts';
import { isOurs, siteUrl } from '../http/site-url.ts';
import { readLimit } from './frame-size.ts';
import { oembedOf } from './oembed.ts';
import { OembedError } from './oembed-error.ts';
import { type SharedChannels, sharedChannel } from './shared-channel.ts';

export type OembedRoutesOptions = {
  readonly channels: SharedChannels;
  /** What links start with; what the client called us where it is not given. */
  readonly publicUrl: string | undefined;
};

/** A poster is as new as this, in seconds. */
const freshS = 5;

/** What to embed for the address of a page (https://oembed.com, section 2). */
export function oembedRoutes(
  app: FastifyInstance,
  { channels, publicUrl }: OembedRoutesOptions,
): void {
  allowAnyOrigin(app);
  app.options(routes.oembed(), (_request, reply) => reply.code(204).send());

  app.get(routes.oembed(), async (request, reply) => {
    const query = new URLSearchParams(request.url.split('?')[1] ?? '');
    const format = query.get('format') ?? 'json';
    if (format !== 'json') throw OembedError.format(format);
    const url = query.get('url');
    if (url === null || url === '') throw OembedError.noUrl();
    const site = siteUrl(request, publicUrl);
    const asked = URL.parse(url);
    const isKnown = site !== null && asked !== null && isOurs(asked, request, publicUrl);
    const name = isKnown ? channelIn(asked.pathname) : null;
    if (site === null || name === null) throw OembedError.urlUnknown(url);
    const channel = await sharedChannel(channels, name, site);
    if (channel === null) throw OembedError.channelUnknown(name);
    reply.header('cache-control', `public, max-age=${freshS}`);
    return oembedOf(channel, site, {
      maxWidth: readLimit(query.get('maxwidth')),
      maxHeight: readLimit(query.get('maxheight')),
    });
  });
}

/** The channel of a watch or embed page; null where the path is another. */
function channelIn(pathname: string): string | null {
  const path = pathname.replace(/\/$/, '');
  const name = path.split('/').at(-1) ?? '';
  const isPage = path === pages.watch(name) || path === pages.embed(name);
  return isPage && channelNamePattern.test(name) ? name : null;
}

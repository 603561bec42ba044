import { fastify, type LightMyRequestResponse } from 'fastify';
import { expect, test } from 'vitest';
import { replyProblem } from '../http/problem-reply.ts';
import { scope } from '../http/scope.ts';
import { oembedRoutes } from './oembed-routes.ts';
import type { SharedChannels } from './shared-channel.ts';

const titles: Readonly<Record<string, string | null>> = {
  live: null,
  evil: '"></iframe><script>alert(1)</script>',
};

const nothingOnAir = { broadcast: null, recording: null, startsAtMs: null };

const channels: SharedChannels = {
  view: (name) =>
    Object.hasOwn(titles, name) ? { ...nothingOnAir, name, title: titles[name] ?? null } : null,
  poster: async (channel) => ({ path: `/media/${channel}/poster.jpg`, width: 640, height: 360 }),
};

async function ask(
  query: Record<string, string>,
  options: { host?: string; publicUrl?: string } = {},
): Promise<LightMyRequestResponse> {
  const app = fastify();
  app.setErrorHandler((error: Error, request, reply) => replyProblem(error, request, reply));
  const { publicUrl, host = 'tv.example' } = options;
  await app.register(scope((api) => oembedRoutes(api, { channels, publicUrl })));
  return app.inject({ url: `/oembed?${new URLSearchParams(query)}`, headers: { host } });
}

const watch = 'http://tv.example/watch/live';

test('a watch page is a video in a frame', async () => {
  const reply = await ask({ url: watch });
  expect(reply.statusCode).toBe(200);
  expect(reply.headers).toMatchObject({
    'content-type': expect.stringContaining('application/json'),
    'access-control-allow-origin': '*',
  });
  expect(reply.json()).toEqual({
    type: 'video',
    version: '1.0',
    title: 'live',
    provider_name: 'Tallylight',
    provider_url: 'http://tv.example/',
    width: 640,
    height: 360,
    html: '<iframe src="http://tv.example/embed/live" width="640" height="360" title="live" style="border: 0; max-width: 100%" allow="autoplay; fullscreen; picture-in-picture" allowfullscreen=""></iframe>',
    thumbnail_url: 'http://tv.example/media/live/poster.jpg',
    thumbnail_width: 640,
    thumbnail_height: 360,
  });
});

test('it keeps to the limits, and so does the picture', async () => {
  const reply = (
    await ask({ url: watch, format: 'json', maxwidth: '400', maxheight: '9999' })
  ).json();
  expect(reply).toMatchObject({ width: 400, height: 225 });
  expect(reply).not.toHaveProperty('thumbnail_url');
});

test.each([
  ['the address of the embedded page', 'http://tv.example/embed/live'],
  ['a slash at the end', 'http://tv.example/watch/live/'],
  ['a query', `${watch}?via=hls#t`],
  ['the other scheme: TLS ends before us', 'https://tv.example/watch/live'],
])('%s does as well', async (_title, url) => {
  expect((await ask({ url })).statusCode).toBe(200);
});

test('links start with the configured address, and pages are known by both', async () => {
  const options = { publicUrl: 'https://public.example' };
  for (const url of [watch, 'https://public.example/watch/live']) {
    const reply = (await ask({ url }, options)).json() as { html: string };
    expect(reply.html).toContain('src="https://public.example/embed/live"');
  }
});

test.each<[string, Record<string, string>, number, string]>([
  ['no URL', {}, 400, 'query_invalid'],
  ['XML', { url: watch, format: 'xml' }, 501, 'format_unsupported'],
  ['an unknown channel', { url: 'http://tv.example/watch/nobody' }, 404, 'channel_unknown'],
  ['a name that no channel has', { url: 'http://tv.example/watch/__proto__' }, 404, 'not_found'],
  ['another page', { url: 'http://tv.example/studio/live' }, 404, 'not_found'],
  ['another site', { url: 'http://evil.example/watch/live' }, 404, 'not_found'],
  ['no URL at all', { url: 'live' }, 404, 'not_found'],
  ['a scheme of its own', { url: 'javascript://tv.example/watch/live' }, 404, 'not_found'],
])('%s: %i %s', async (_title, query, status, code) => {
  const reply = await ask(query);
  expect(reply.statusCode).toBe(status);
  expect(reply.headers['content-type']).toContain('application/problem+json');
  expect(reply.json()).toMatchObject({ status, code });
});

test('a host that is none makes no links', async () => {
  const reply = await ask({ url: watch }, { host: '"><script>' });
  expect(reply.json()).toMatchObject({ code: 'not_found' });
});

test('a title can’t end the frame', async () => {
  const { html } = (await ask({ url: 'http://tv.example/watch/evil' })).json() as { html: string };
  expect(html).toMatch(/^<iframe(?: [a-z]+="[^<>"']*")+><\/iframe>$/);
});

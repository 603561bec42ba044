import { expect, test } from 'vitest';
import type { SharedChannel } from './shared-channel.ts';
import { watchHead } from './watch-head.ts';

const site = 'https://tv.example';
const channel: SharedChannel = {
  name: 'live',
  title: 'Evening news',
  isLive: true,
  poster: { url: `${site}/media/live/poster.jpg?broadcast=b1`, width: 1280, height: 720 },
};

/** The content of the tag of this name or property. */
function told(head: string, name: string): string | undefined {
  return new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)">`).exec(head)?.[1];
}

test('a live channel is told with picture and player', () => {
  const head = watchHead(channel, site);
  expect(head).toContain('<title>Evening news · Tallylight</title>');
  expect({
    ...Object.fromEntries(
      [...head.matchAll(/<meta (?:name|property)="([^"]*)" content="([^"]*)">/g)].map(
        ([, name, content]) => [name, content],
      ),
    ),
  }).toMatchObject({
    'og:site_name': 'Tallylight',
    'og:type': 'video.other',
    'og:title': 'Evening news',
    'og:url': 'https://tv.example/watch/live',
    'og:description': 'Live now: watch “live” in your browser.',
    'og:image': 'https://tv.example/media/live/poster.jpg?broadcast=b1',
    'og:image:width': '1280',
    'og:image:height': '720',
    'og:video:url': 'https://tv.example/embed/live',
    'og:video:secure_url': 'https://tv.example/embed/live',
    'og:video:type': 'text/html',
    'twitter:card': 'player',
    'twitter:player': 'https://tv.example/embed/live',
  });
  expect(head).toContain(
    '<link rel="alternate" type="application/json+oembed" href="https://tv.example/oembed?format=json&amp;url=https%3A%2F%2Ftv.example%2Fwatch%2Flive" title="Evening news">',
  );
});

test('off air, and without a picture', () => {
  const head = watchHead({ ...channel, isLive: false, poster: null }, 'http://localhost:8080');
  expect(told(head, 'og:description')).toContain('off air');
  expect(head).not.toContain('image');
  expect(head).not.toContain('secure_url');
});

test('where nobody knows what we are called there are no links', () => {
  const head = watchHead({ ...channel, poster: null }, null);
  expect(head).not.toMatch(/href|:url|player:/);
  expect(told(head, 'og:title')).toBe('Evening news');
});

test.each([
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!-- -->',
])('a title of %s stays a title', (title) => {
  const head = watchHead({ ...channel, title, name: title }, site);
  // Every line is one of our own elements, with nothing in it that could end it.
  for (const line of head.split('\n')) {
    expect(line.trim()).toMatch(
      /^<(?:title>[^<>"']*<\/title|(?:meta|link)(?: [a-z]+="[^<>"']*")+)>$/,
    );
  }
});

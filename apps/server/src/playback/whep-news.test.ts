import type { BroadcastView } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { WhepNews } from './whep-news.ts';

const view = (facts: Partial<BroadcastView> = {}): BroadcastView => ({
  id: 'b',
  state: 'live',
  startedAtMs: 0,
  endedAtMs: null,
  viewers: 1,
  captureClockOffsetMs: null,
  packaging: null,
  layers: [
    { id: '0', width: 320, height: 180, active: true, bitsPerS: 150_000 },
    { id: '1', width: null, height: null, active: false, bitsPerS: 0 },
  ],
  ...facts,
});
const names = (events: { event: string }[]): string[] => events.map(({ event }) => event);

test('begins with all there is, and goes on with what changed', () => {
  const news = new WhepNews(1);
  expect(news.update(view())).toEqual([
    { event: 'active', data: {} },
    {
      event: 'layers',
      data: {
        1: [
          { rid: '0', bitrate: 150_000, width: 320, height: 180 },
          { rid: '1', bitrate: 0 },
        ],
      },
    },
    { event: 'viewercount', data: { viewercount: 1 } },
  ]);
  expect(news.update(view())).toEqual([]);
  expect(names(news.update(view({ viewers: 2 })))).toEqual(['viewercount']);
  expect(names(news.update(view({ viewers: 2, state: 'interrupted' })))).toEqual(['inactive']);
  expect(names(news.update(view({ viewers: 2 })))).toEqual(['active']);
});

test('does not begin with "inactive"', () => {
  const news = new WhepNews(1);
  expect(names(news.update(view({ state: 'interrupted' })))).not.toContain('inactive');
  expect(names(news.update(view()))).toEqual(['active']);
});

test('a viewer without a picture hears of no layers', () => {
  expect(names(new WhepNews(null).update(view()))).toEqual(['active', 'viewercount']);
});

test('what is over is inactive, with nobody watching', () => {
  const news = new WhepNews(1);
  news.update(view());
  expect(news.update(null)).toEqual([
    { event: 'inactive', data: {} },
    { event: 'viewercount', data: { viewercount: 0 } },
  ]);
});

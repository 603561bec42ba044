import { expect, test } from 'vitest';
import type { EventHandlers } from './environment.ts';
import { WhepNews } from './whep-news.ts';

const link = {
  url: 'https://server/whep/live/1/events',
  rel: 'urn:ietf:params:whep:ext:core:server-sent-events',
  params: { events: 'active,layers' },
};

function open() {
  const opened: { url: string; handlers: EventHandlers; closed: boolean }[] = [];
  const news = new WhepNews({
    createEventStream: (url, handlers) => {
      const stream = { url, handlers, closed: false };
      opened.push(stream);
      return {
        close: () => {
          stream.closed = true;
        },
      };
    },
  });
  return { news, opened };
}

test('hears what is on air, who watches and what layers there are', () => {
  const { news, opened } = open();
  news.start([link]);
  const { url, handlers } = opened[0] ?? { url: '', handlers: {} as EventHandlers };
  expect(url).toBe(link.url);
  handlers['active']?.({});
  handlers['viewercount']?.({ viewercount: 12 });
  handlers['layers']?.({
    1: { layers: [{ encodingId: 'q', height: 180, active: true }, { encodingId: 'f' }] },
  });
  expect(news.get()).toEqual({
    active: true,
    viewers: 12,
    layers: [
      { id: 'q', height: 180 },
      { id: 'f', height: null },
    ],
    reconnect: false,
  });
  handlers['inactive']?.({});
  expect(news.get().active).toBe(false);
  news.stop();
  expect(opened[0]?.closed).toBe(true);
});

test('a server without events is not asked for any', () => {
  const { news, opened } = open();
  news.start([]);
  expect(opened).toEqual([]);
});

test('events that make no sense change nothing that was known', () => {
  const { news, opened } = open();
  news.start([link]);
  opened[0]?.handlers['viewercount']?.(null);
  opened[0]?.handlers['layers']?.('nonsense');
  expect(news.get()).toMatchObject({ viewers: null, layers: [] });
});

import { expect, test } from 'vitest';
import type { EventHandlers } from './environment.ts';
import { settle } from './testing/index.ts';
import { WhepNews } from './whep-news.ts';

const link = {
  url: 'https://server/whep/live/1/events',
  rel: 'urn:ietf:params:whep:ext:core:server-sent-events',
  params: { events: 'active,inactive,layers,viewercount,scte35' },
};
const granted = () =>
  new Response(null, { status: 201, headers: { location: '/whep/live/1/events/7' } });

function make(respond: () => Response | Promise<Response> = granted) {
  const opened: { url: string; handlers: EventHandlers; closed: boolean }[] = [];
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const news = new WhepNews({
    fetch: async (url, init) => {
      requests.push({ url, init });
      return respond();
    },
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
  return { news, opened, requests };
}

async function open() {
  const made = make();
  await made.news.start([link]);
  return { ...made, handlers: made.opened[0]?.handlers ?? {} };
}

test('asks for the events that it knows and the server has, and hears them where it is told', async () => {
  const { opened, requests } = await open();
  expect(requests).toMatchObject([
    {
      url: link.url,
      init: { method: 'POST', body: '["active","inactive","layers","viewercount"]' },
    },
  ]);
  expect(opened[0]?.url).toBe('https://server/whep/live/1/events/7');
});

test('hears what is on air, who watches and what layers there are, lowest first', async () => {
  const { news, opened, handlers } = await open();
  handlers['active']?.({});
  handlers['viewercount']?.({ viewercount: 12 });
  handlers['layers']?.({
    1: [
      { rid: 'f', height: 720, temporalLayerId: 1 },
      { rid: 'f', height: 720, temporalLayerId: 0 },
      { rid: 'q', height: 180, bitrate: 0 },
    ],
  });
  expect(news.get()).toEqual({
    active: true,
    viewers: 12,
    layers: [
      { id: 'q', height: 180 },
      { id: 'f', height: 720 },
    ],
    reconnect: false,
  });
  handlers['inactive']?.({});
  expect(news.get().active).toBe(false);
  news.stop();
  expect(opened[0]?.closed).toBe(true);
});

test('a server without events is not asked for any', async () => {
  const { news, requests } = make();
  await news.start([]);
  expect(requests).toEqual([]);
});

test.each([
  ['refuses', () => new Response(null, { status: 405 })],
  ['names no stream', () => new Response(null, { status: 201 })],
  ['is gone', () => Promise.reject(new TypeError('offline'))],
])('a server that %s is done without', async (_, respond) => {
  const { news, opened } = make(respond);
  await news.start([link]);
  expect(opened).toEqual([]);
});

test('a session that ended while it asked hears nothing', async () => {
  const late = Promise.withResolvers<Response>();
  const { news, opened } = make(() => late.promise);
  void news.start([link]);
  news.stop();
  late.resolve(granted());
  await settle();
  expect(opened).toEqual([]);
});

test('events that make no sense change nothing that was known', async () => {
  const { news, handlers } = await open();
  handlers['viewercount']?.(null);
  handlers['layers']?.('nonsense');
  handlers['layers']?.({ 1: [null, 7, {}] });
  expect(news.get()).toMatchObject({ viewers: null, layers: [] });
});

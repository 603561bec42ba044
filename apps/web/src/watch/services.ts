import { routes } from '@tallylight/contract';
import { Player } from '@tallylight/player';
import { createServerAccess } from '../api/server-access.ts';
import { loadPart } from '../load-part.ts';
import { ChannelReading } from './channel-reading.ts';
import { PlayedPicture } from './played-picture.ts';
import { Presence } from './presence.ts';
import { createWatchStore } from './store.ts';
import { createViewerId } from './viewer-id.ts';
import type { WatchServices } from './watch-services.ts';
import { watchedMoment } from './watched-moment.ts';

/** As much of a trouble's detail as the server takes. */
const detailCharacters = 200;

/** The only place where the viewer's side is put together. Nothing in it runs until the page asks for it. */
export function createServices(scope: Window & typeof globalThis): WatchServices {
  const { environment, api, clock, runClock } = createServerAccess(scope);
  const readings = new Map<string, ChannelReading>();
  const readingOf = (channel: string): ChannelReading => {
    const known = readings.get(channel) ?? new ChannelReading(() => api.channel(channel));
    readings.set(channel, known);
    return known;
  };
  const viewer = createViewerId(scope.crypto);
  const serverNowMs = (): number => environment.nowMs() + (clock.getReading()?.offsetMs ?? 0);
  return {
    ...{ runClock, readingOf, serverNowMs },
    openChat: async (channel, player) => {
      // Nobody waits for it who waits for the picture.
      const { createChat } = await loadPart(() => import('../chat/create-chat.ts'));
      return createChat({
        ...{ channel, nowMs: serverNowMs, timers: environment.timers },
        moment: () => watchedMoment(player),
        createId: () => createViewerId(scope.crypto),
        storage: () => scope.localStorage,
      });
    },
    runPresence: (channel, via) => {
      const presence = new Presence({
        ...{ viewer, via, timers: environment.timers, page: scope },
        say: (word) => void api.tellPresence(channel, word).catch(() => {}),
        // Of what a page sends while it is being left only this is sure to go out.
        sayFarewell: (word) =>
          scope.navigator.sendBeacon(routes.presence(channel), JSON.stringify(word)),
      });
      presence.start();
      return () => presence.stop();
    },
    store: createWatchStore(() => scope.localStorage),
    play: (channel, via) => {
      const player = new Player({
        environment,
        whepUrl: routes.whepOf(channel, viewer),
        hls: {
          url: routes.hls(channel),
          broadcastUrl: (broadcast) => routes.broadcastMedia(channel, broadcast, 'index.m3u8'),
        },
        via,
        fetchChannel: readingOf(channel).fetch,
        serverClock: clock,
        random: Math.random,
        reportTrouble: (stage, detail) => {
          const report = { viewer, stage, detail: detail.slice(0, detailCharacters) };
          void api.tellTrouble(channel, report).catch(() => {});
        },
      });
      return new PlayedPicture(player, { channel, document: scope.document });
    },
  };
}

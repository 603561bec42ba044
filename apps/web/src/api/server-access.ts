import { type ChannelView, routes } from '@tallylight/contract';
import { browserEnvironment, ServerClock, type SessionEnvironment } from '@tallylight/webrtc';
import type { QueryClient } from '@tanstack/react-query';
import { ApiClient } from './client.ts';
import { channelQuery, createQueryClient } from './queries.ts';

/** How a page reaches its server, whichever page it is. */
export type ServerAccess = {
  readonly environment: SessionEnvironment;
  readonly api: ApiClient;
  readonly queryClient: QueryClient;
  readonly clock: ServerClock;
  /** Measures this machine's clock against the server's; returns what ends it. */
  readonly runClock: () => () => void;
  /** Reads the channel now. */
  readonly fetchChannel: (channel: string) => Promise<ChannelView>;
};

/** Nothing in it runs until a page asks for it. */
export function createServerAccess(scope: Window & typeof globalThis): ServerAccess {
  const environment = browserEnvironment(scope);
  const api = new ApiClient({ fetch: environment.fetch });
  const queryClient = createQueryClient();
  const clock = new ServerClock({ environment, url: routes.clock() });
  return {
    environment,
    api,
    queryClient,
    clock,
    runClock: () => {
      clock.start();
      return () => clock.stop();
    },
    // Through the cache, so that a page shows what an engine has just learnt; never from it.
    fetchChannel: (channel) =>
      queryClient.fetchQuery({ ...channelQuery(api, channel), staleTime: 0, retry: false }),
  };
}

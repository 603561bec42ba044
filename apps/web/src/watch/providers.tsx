import { routes } from '@tallylight/contract';
import { Player } from '@tallylight/player';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiContext } from '../api/api-context.ts';
import { createServerAccess, type ServerAccess } from '../api/server-access.ts';
import { createWatchStore } from './store.ts';
import { WatchContext, type WatchServices } from './watch-services.ts';

/** Everything that the watch page is given. Made once, by {@link createServices}. */
export type Services = {
  readonly access: ServerAccess;
  readonly watch: WatchServices;
};

/** The only place where the viewer's side is put together. Nothing in it runs until the page asks for it. */
export function createServices(scope: Window & typeof globalThis): Services {
  const access = createServerAccess(scope);
  const { environment, clock, runClock, fetchChannel } = access;
  return {
    access,
    watch: {
      runClock,
      store: createWatchStore(() => scope.localStorage),
      createPlayer: (channel, via) =>
        new Player({
          environment,
          whepUrl: routes.whep(channel),
          hls: { url: routes.hls(channel) },
          via,
          fetchChannel: () => fetchChannel(channel),
          serverClock: clock,
          random: Math.random,
        }),
    },
  };
}

export function Providers(props: {
  readonly services: Services;
  readonly children: ReactNode;
}): ReactNode {
  const { access, watch } = props.services;
  return (
    <QueryClientProvider client={access.queryClient}>
      <ApiContext value={access.api}>
        <WatchContext value={watch}>{props.children}</WatchContext>
      </ApiContext>
    </QueryClientProvider>
  );
}

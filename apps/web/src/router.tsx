import { channelNamePattern } from '@tallylight/contract';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { HomePage } from './home/home-page.tsx';
import { keyInFragment, type StreamKeys } from './studio/stream-keys.ts';
import { BrokenPage } from './ui/broken-page.tsx';
import { NotFoundPage } from './ui/not-found-page.tsx';
import { Toaster } from './ui/toaster.tsx';

type RouterContext = { readonly streamKeys: StreamKeys };

/** Home and studio; their addresses are the ones of the contract's `pages`. The watch page is a document of its own. */
export function createAppRouter(context: RouterContext) {
  const root = createRootRouteWithContext<RouterContext>()({ component: Frame });
  const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });
  const studio = createRoute({
    getParentRoute: () => root,
    path: '/studio/$channel',
    beforeLoad: ({ params, location, context: { streamKeys } }) => {
      requireChannelName(params.channel);
      const key = keyInFragment(location.hash);
      if (key === null) return;
      // Taken out of the address bar: a link copied from there, or a shared screen, must not give it away.
      streamKeys.keep(params.channel, key);
      throw redirect({ to: '/studio/$channel', params, hash: '', replace: true });
    },
    component: lazyRouteComponent(() => import('./studio/ui/studio-route.tsx'), 'StudioRoute'),
  });
  return createRouter({
    routeTree: root.addChildren([home, studio]),
    context,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: BrokenPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

function Frame(): ReactNode {
  return (
    <>
      <Outlet />
      <Toaster />
    </>
  );
}

/** No server has a channel that is named otherwise, so none is asked. */
function requireChannelName(channel: string): void {
  if (!channelNamePattern.test(channel)) throw notFound();
}

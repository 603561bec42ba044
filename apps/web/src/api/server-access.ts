import { routes } from '@tallylight/contract';
import { browserEnvironment, ServerClock, type SessionEnvironment } from '@tallylight/webrtc';
import { ApiClient } from './client.ts';

/** How a page reaches its server, whichever page it is. */
export type ServerAccess = {
  readonly environment: SessionEnvironment;
  readonly api: ApiClient;
  readonly clock: ServerClock;
  /** Measures this machine's clock against the server's; returns what ends it. */
  readonly runClock: () => () => void;
};

/** Nothing in it runs until a page asks for it. */
export function createServerAccess(scope: Window & typeof globalThis): ServerAccess {
  const environment = browserEnvironment(scope);
  const api = new ApiClient({ fetch: environment.fetch });
  const clock = new ServerClock({ environment, url: routes.clock() });
  return {
    environment,
    api,
    clock,
    runClock: () => {
      clock.start();
      return () => clock.stop();
    },
  };
}

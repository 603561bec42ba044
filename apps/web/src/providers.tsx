import { type BroadcastView, routes } from '@tallylight/contract';
import { Player } from '@tallylight/player';
import {
  browserEnvironment,
  ServerClock,
  type SessionEnvironment,
  WhipSession,
} from '@tallylight/webrtc';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiContext } from './api/api-context.ts';
import { ApiClient } from './api/client.ts';
import { channelQuery, createQueryClient } from './api/queries.ts';
import { Capture } from './studio/capture/capture.ts';
import { Devices } from './studio/capture/devices.ts';
import { LevelMeter } from './studio/capture/level-meter.ts';
import { isGranted } from './studio/capture/permission.ts';
import { BroadcastMemory } from './studio/publish/broadcast-memory.ts';
import { CaptureClockReport } from './studio/publish/capture-clock-report.ts';
import type { PublishSessionOptions } from './studio/publish/publish-session.ts';
import { Publisher } from './studio/publish/publisher.ts';
import { StudioFeed } from './studio/publish/studio-feed.ts';
import { createStudioStore } from './studio/store.ts';
import { StreamKeys } from './studio/stream-keys.ts';
import {
  type StudioAccess,
  StudioContext,
  type StudioEngines,
  type StudioServices,
} from './studio/ui/studio-services.ts';
import { createToastStore, type ToastStore } from './ui/toast-store.ts';
import { ToastContext } from './ui/toaster.tsx';
import { createWatchStore } from './watch/store.ts';
import { WatchContext, type WatchServices } from './watch/watch-services.ts';

type Scope = Window & typeof globalThis;

/** Everything that pages are given. Made once, by {@link createServices}. */
export type Services = {
  readonly api: ApiClient;
  readonly queryClient: QueryClient;
  readonly toasts: ToastStore;
  readonly studio: StudioServices;
  readonly watch: WatchServices;
};

/** The parts that engines are made of. */
type Parts = {
  readonly scope: Scope;
  readonly environment: SessionEnvironment;
  readonly api: ApiClient;
  readonly clock: ServerClock;
  readonly serverNowMs: () => number;
  readonly fetchBroadcast: (channel: string) => Promise<BroadcastView | null>;
};

/** The only place where the application is put together. Nothing in it runs until a page asks for it. */
export function createServices(scope: Scope): Services {
  const environment = browserEnvironment(scope);
  const api = new ApiClient({ fetch: environment.fetch });
  const queryClient = createQueryClient();
  const clock = new ServerClock({ environment, url: routes.clock() });
  // Through the cache, so that a page shows what an engine has just learnt; never from it.
  const fetchChannel = (channel: string) =>
    queryClient.fetchQuery({ ...channelQuery(api, channel), staleTime: 0, retry: false });
  const runClock = (): (() => void) => {
    clock.start();
    return () => clock.stop();
  };
  const serverNowMs = (): number => environment.nowMs() + (clock.getReading()?.offsetMs ?? 0);
  const parts: Parts = {
    scope,
    environment,
    api,
    clock,
    serverNowMs,
    fetchBroadcast: async (channel) => (await fetchChannel(channel)).broadcast,
  };
  return {
    api,
    queryClient,
    toasts: createToastStore(environment.timers.setTimeout),
    studio: {
      createEngines: ({ graceMs, ...access }) => createEngines(parts, access, graceMs),
      store: createStudioStore(() => scope.localStorage),
      streamKeys: new StreamKeys(() => scope.sessionStorage),
      broadcastMemory: new BroadcastMemory(() => scope.sessionStorage, environment.nowMs),
      isReload: () => isReload(scope.performance),
      isCaptureGranted: () => isGranted(scope.navigator.permissions),
      runClock,
      canPublish: 'RTCPeerConnection' in scope,
      serverNowMs,
    },
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

function createEngines(parts: Parts, access: StudioAccess, graceMs: number): StudioEngines {
  const { scope, environment, api, clock } = parts;
  const { timers, nowMs } = environment;
  // Absent where the page is no secure context, whatever the DOM's types say.
  const mediaDevices = scope.navigator.mediaDevices as MediaDevices | undefined;
  const { permissions } = scope.navigator;
  const createSession = ({ tracks, encodings, takeover }: PublishSessionOptions) =>
    new WhipSession({
      environment,
      url: takeover ? routes.whipTakeover(access.channel) : routes.whip(access.channel),
      token: access.key,
      tracks: {
        ...(tracks.video && { video: tracks.video }),
        ...(tracks.audio && { audio: tracks.audio }),
      },
      encodings,
    });
  return {
    capture: new Capture({ mediaDevices, permissions, secure: scope.isSecureContext }),
    devices: new Devices(mediaDevices),
    levelMeter: new LevelMeter({ createContext: () => new scope.AudioContext() }),
    feed: new StudioFeed({
      join: access,
      // The watch page does without it, and the studio opens before it is there.
      connect: async () => (await import('socket.io-client')).io({ path: routes.socket() }),
    }),
    publisher: new Publisher({
      createSession,
      readBroadcast: () => parts.fetchBroadcast(access.channel),
      captureClock: new CaptureClockReport({
        clock,
        send: (offsetMs) => api.tellCaptureClock(access, { offsetMs }),
        timers,
      }),
      graceMs,
      timers,
      nowMs,
      serverNowMs: parts.serverNowMs,
      random: Math.random,
    }),
  };
}

function isReload(performance: Performance): boolean {
  return performance
    .getEntriesByType('navigation')
    .some((entry) => (entry as PerformanceNavigationTiming).type === 'reload');
}

export function Providers(props: {
  readonly services: Services;
  readonly children: ReactNode;
}): ReactNode {
  const { services } = props;
  return (
    <QueryClientProvider client={services.queryClient}>
      <ApiContext value={services.api}>
        <ToastContext value={services.toasts}>
          <StudioContext value={services.studio}>
            <WatchContext value={services.watch}>{props.children}</WatchContext>
          </StudioContext>
        </ToastContext>
      </ApiContext>
    </QueryClientProvider>
  );
}

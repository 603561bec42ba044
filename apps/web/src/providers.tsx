import { type BroadcastView, routes } from '@tallylight/contract';
import { WhipSession } from '@tallylight/webrtc';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiContext } from './api/api-context.ts';
import { channelQuery, createQueryClient, studioQuery } from './api/queries.ts';
import { createServerAccess, type ServerAccess } from './api/server-access.ts';
import { Capture } from './studio/capture/capture.ts';
import { Devices } from './studio/capture/devices.ts';
import { LevelMeter } from './studio/capture/level-meter.ts';
import { isGranted } from './studio/capture/permission.ts';
import { DetailsEditor } from './studio/details/details-editor.ts';
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
  type StudioFacts,
  type StudioServices,
} from './studio/ui/studio-services.ts';
import { createToastStore, type ToastStore } from './ui/toast-store.ts';
import { ToastContext } from './ui/toaster.tsx';

type Scope = Window & typeof globalThis;

/** Everything that home and studio are given. Made once, by {@link createServices}. */
export type Services = {
  readonly access: ServerAccess;
  readonly queryClient: QueryClient;
  readonly toasts: ToastStore;
  readonly studio: StudioServices;
};

/** The parts that engines are made of. */
type Parts = {
  readonly scope: Scope;
  readonly access: ServerAccess;
  readonly queryClient: QueryClient;
  readonly serverNowMs: () => number;
  readonly fetchBroadcast: (channel: string) => Promise<BroadcastView | null>;
};

/** The only place where the creator's side is put together. Nothing in it runs until a page asks for it. */
export function createServices(scope: Scope): Services {
  const access = createServerAccess(scope);
  const { environment, api, clock, runClock } = access;
  const queryClient = createQueryClient();
  const serverNowMs = (): number => environment.nowMs() + (clock.getReading()?.offsetMs ?? 0);
  const parts: Parts = {
    scope,
    access,
    queryClient,
    serverNowMs,
    // Through the cache, so that the page shows what an engine has just learnt; never from it.
    fetchBroadcast: async (channel) => {
      const query = { ...channelQuery(api, channel), staleTime: 0, retry: false };
      return (await queryClient.fetchQuery(query)).broadcast;
    },
  };
  return {
    access,
    queryClient,
    toasts: createToastStore(environment.timers.setTimeout),
    studio: {
      createEngines: (owner, facts) => createEngines(parts, owner, facts),
      store: createStudioStore(() => scope.localStorage),
      streamKeys: new StreamKeys(() => scope.sessionStorage),
      broadcastMemory: new BroadcastMemory(() => scope.sessionStorage, environment.nowMs),
      isReload: () => isReload(scope.performance),
      isCaptureGranted: () => isGranted(scope.navigator.permissions),
      runClock,
      canPublish: 'RTCPeerConnection' in scope,
      serverNowMs,
    },
  };
}

function createEngines(parts: Parts, owner: StudioAccess, facts: StudioFacts): StudioEngines {
  const { scope, queryClient } = parts;
  const { environment, api, clock } = parts.access;
  const { timers, nowMs } = environment;
  // Absent where the page is no secure context, whatever the DOM's types say.
  const mediaDevices = scope.navigator.mediaDevices as MediaDevices | undefined;
  const { permissions } = scope.navigator;
  const createSession = ({ tracks, encodings, takeover }: PublishSessionOptions) =>
    new WhipSession({
      environment,
      url: takeover ? routes.whipTakeover(owner.channel) : routes.whip(owner.channel),
      token: owner.key,
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
      join: owner,
      // The watch page does without it, and the studio opens before it is there.
      connect: async () => (await import('socket.io-client')).io({ path: routes.socket() }),
    }),
    details: new DetailsEditor({
      saved: facts.details,
      save: async (details) => {
        await api.setDetails(owner, details);
        // Who comes back to the studio finds what is kept now.
        const { queryKey } = studioQuery(api, owner);
        queryClient.setQueryData(queryKey, (known) => known && { ...known, ...details });
      },
      timers,
      nowMs: parts.serverNowMs,
    }),
    publisher: new Publisher({
      createSession,
      readBroadcast: () => parts.fetchBroadcast(owner.channel),
      captureClock: new CaptureClockReport({
        clock,
        send: (offsetMs) => api.tellCaptureClock(owner, { offsetMs }),
        timers,
      }),
      graceMs: facts.graceMs,
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
      <ApiContext value={services.access.api}>
        <ToastContext value={services.toasts}>
          <StudioContext value={services.studio}>{props.children}</StudioContext>
        </ToastContext>
      </ApiContext>
    </QueryClientProvider>
  );
}

import type { ReactNode } from 'react';
import {
  createServices as createWatchServices,
  type Services as WatchPageServices,
  Providers as WatchProviders,
} from '../watch/providers.tsx';
import type { EmbedAddress } from './embed-address.ts';
import { EmbedControl } from './embed-control.ts';
import { EmbedContext, type EmbedServices } from './embed-services.ts';
import { HostBridge } from './host-bridge.ts';

/** Everything that the embedded player is given. Made once, by {@link createServices}. */
export type Services = {
  readonly watch: WatchPageServices;
  readonly embed: EmbedServices;
};

/** The watch page's parts around one player, which is there before it is started: commands may come earlier. */
export function createServices(
  scope: Window & typeof globalThis,
  { channel, via, autoplay, muted }: EmbedAddress,
): Services {
  const services = createWatchServices(scope);
  const player = services.watch.createPlayer(channel, via);
  if (muted) player.mute();
  const control = new EmbedControl(player, { autoplay });
  return {
    watch: { ...services, watch: { ...services.watch, createPlayer: () => player } },
    embed: { control, bridge: new HostBridge(scope, control) },
  };
}

export function Providers(props: {
  readonly services: Services;
  readonly children: ReactNode;
}): ReactNode {
  const { watch, embed } = props.services;
  return (
    <WatchProviders services={watch}>
      <EmbedContext value={embed}>{props.children}</EmbedContext>
    </WatchProviders>
  );
}

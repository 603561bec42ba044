import { createContext, useContext } from 'react';
import type { EmbedControl } from './embed-control.ts';
import type { HostBridge } from './host-bridge.ts';

/** What the embedded player is given from outside. */
export type EmbedServices = {
  readonly control: EmbedControl;
  readonly bridge: HostBridge;
};

export const EmbedContext = createContext<EmbedServices | null>(null);

export function useEmbedServices(): EmbedServices {
  const services = useContext(EmbedContext);
  if (services === null) throw new Error('useEmbedServices() needs <Providers> above it');
  return services;
}

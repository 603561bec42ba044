import type { ReactNode } from 'react';
import { Providers as WatchProviders } from '../watch/providers.tsx';
import { EmbedContext } from './embed-services.ts';
import type { Services } from './services.ts';

/** Gives the embedded player's parts what they need from outside. */
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

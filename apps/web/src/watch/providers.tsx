import type { ReactNode } from 'react';
import { WatchContext, type WatchServices } from './watch-services.ts';

/** Gives the watch page's parts what they need from outside. */
export function Providers(props: {
  readonly services: WatchServices;
  readonly children: ReactNode;
}): ReactNode {
  return <WatchContext value={props.services}>{props.children}</WatchContext>;
}

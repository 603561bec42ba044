import type { Via } from '@tallylight/player';
import { type ReactNode, useState } from 'react';
import { type WatchAddress, writeWatchAddress } from './watch-address.ts';
import { WatchPage } from './watch-page.tsx';

/** The watch page of the channel in the address, which keeps how the viewer wants the picture to come. */
export function WatchRoute(props: { readonly address: WatchAddress }): ReactNode {
  const { channel } = props.address;
  const [via, setVia] = useState<Via>(props.address.via);
  const choose = (chosen: Via): void => {
    setVia(chosen);
    window.history.replaceState(null, '', writeWatchAddress({ channel, via: chosen }));
  };
  return <WatchPage channel={channel} via={via} onVia={choose} />;
}

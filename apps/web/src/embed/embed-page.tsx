import './embed.css';
import type { BroadcastView } from '@tallylight/contract';
import type { Via } from '@tallylight/player';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { usePageTitle } from '../ui/use-page-title.ts';
import { PlayerBox } from '../watch/player-box.tsx';
import { usePlayer } from '../watch/use-player.ts';
import type { EmbedAddress } from './embed-address.ts';
import { EmbedCover } from './embed-cover.tsx';
import { EmbedNotice } from './embed-notice.tsx';
import { useEmbedServices } from './embed-services.ts';
import { useEmbeddedChannel } from './use-embedded-channel.ts';
import { WatchLink } from './watch-link.tsx';

/** The player alone, for a frame in somebody else's page. */
export function EmbedPage(props: { readonly address: EmbedAddress }): ReactNode {
  const { channel } = props.address;
  const { control, bridge } = useEmbedServices();
  const isStarted = useSyncExternalStore(control.subscribe, control.isStarted);
  const { isUnknown, view } = useEmbeddedChannel(control, { channel, isStarted });
  useEffect(() => bridge.start(), [bridge]);
  usePageTitle(commonText.pageTitle(channel));
  if (isUnknown) {
    const { title, body } = watchText.unknown;
    return <EmbedNotice title={title(channel)} body={body} problem="channel_unknown" />;
  }
  if (!isStarted) {
    return <EmbedCover channel={channel} view={view} onPlay={() => control.start()} />;
  }
  return <EmbeddedPlayer {...props} broadcast={view?.broadcast ?? null} />;
}

function EmbeddedPlayer(props: {
  readonly address: EmbedAddress;
  readonly broadcast: BroadcastView | null;
}): ReactNode {
  const { channel } = props.address;
  const [via, setVia] = useState<Via>(props.address.via);
  const watched = usePlayer(channel, via);
  const { snapshot } = watched;
  const { name } = snapshot.state;

  return (
    // Not started yet is, to a viewer, on the way.
    <main
      className="embed"
      data-state={name === 'idle' ? 'connecting' : name}
      data-via={snapshot.via}
    >
      <h1 className="visually-hidden">{watchText.heading(channel)}</h1>
      <WatchLink channel={channel} lit={name === 'live'} />
      <PlayerBox channel={channel} watched={watched} broadcast={props.broadcast} onVia={setVia} />
    </main>
  );
}

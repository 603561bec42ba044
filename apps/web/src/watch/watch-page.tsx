import './watch-page.css';
import type { ChannelView } from '@tallylight/contract';
import type { Via } from '@tallylight/player';
import { MessageSquare } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { chatText } from '../text/chat.ts';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Button } from '../ui/button.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';
import { PlayerBox } from './player-box.tsx';
import { UnknownChannel } from './unknown-channel.tsx';
import { useLate } from './use-late.ts';
import { usePlayer } from './use-player.ts';
import { useSlow } from './use-slow.ts';
import { useKnownChannel, useWatchServices } from './watch-services.ts';

/** A first picture that takes longer than this, in ms, is not waited for with the chat. */
const patienceMs = 3_000;

const loadDock = async () => (await import('./chat-dock.tsx')).ChatDock;

type WatchPageProps = {
  readonly channel: string;
  /** How the picture shall come. */
  readonly via: Via;
  readonly onVia: (via: Via) => void;
};

/** Where a viewer watches a channel, or learns that there is none of that name. */
export function WatchPage(props: WatchPageProps): ReactNode {
  const { channel } = props;
  const { view, isUnknown } = useKnownChannel(channel);
  if (isUnknown) return <UnknownChannel channel={channel} />;
  return <Watching {...props} view={view} />;
}

type WatchingProps = WatchPageProps & {
  /** As the page last read it; null while it has not. */
  readonly view: ChannelView | null;
};

function Watching(props: WatchingProps): ReactNode {
  const { channel, via, onVia, view } = props;
  const { store } = useWatchServices();
  const isTheatre = useStore(store, (state) => state.isTheatre);
  const toggleTheatre = useStore(store, (state) => state.toggleTheatre);
  const watched = usePlayer(channel, via);
  const { state, seat, via: viaNow } = watched.snapshot;
  const isLive = state.name === 'live' && seat !== 'recording';
  const isChatOpen = useStore(store, (state) => state.isChatOpen);
  const toggleChat = useStore(store, (state) => state.toggleChat);
  // Whatever the picture waits for, the chat does not compete with it.
  const isComing = state.name === 'idle' || state.name === 'connecting';
  const isSlow = useSlow(isComing, patienceMs);
  const Dock = useLate(loadDock, isChatOpen && (!isComing || isSlow));
  const [over, setOver] = useState<HTMLElement | null>(null);
  const title = view?.title ?? null;
  usePageTitle(pageTitle(title === null ? channel : `${title} · ${channel}`, isLive));

  return (
    <>
      <TopBar place={channel} lit={isLive} />
      {/* Not started yet is, to a viewer, on the way. */}
      <main
        className="watch"
        data-state={state.name === 'idle' ? 'connecting' : state.name}
        data-via={viaNow}
        data-seat={seat}
        data-theatre={isTheatre}
        data-chat={isChatOpen}
      >
        <PlayerBox
          channel={channel}
          watched={watched}
          broadcast={view?.broadcast ?? null}
          startsAtMs={view?.startsAtMs ?? null}
          theatre={{ isOn: isTheatre, toggle: toggleTheatre }}
          onVia={onVia}
          onOver={setOver}
        />
        <div className="watch-about">
          <h1 className="watch-title">{title ?? channel}</h1>
          {!isChatOpen && (
            <Button icon={<MessageSquare aria-hidden />} onClick={toggleChat}>
              {chatText.show}
            </Button>
          )}
        </div>
        {isChatOpen && (
          <div className="watch-chat">
            {Dock !== null && <Dock {...{ channel, watched, over }} onHide={toggleChat} />}
          </div>
        )}
      </main>
    </>
  );
}

function pageTitle(what: string, isLive: boolean): string {
  return isLive ? `${watchText.live}: ${what} · ${commonText.product}` : commonText.pageTitle(what);
}

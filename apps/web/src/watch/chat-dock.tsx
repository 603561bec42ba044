import { type ReactNode, useEffect, useState } from 'react';
import type { Chat } from '../chat/chat.ts';
import { ChatPanel } from '../chat/chat-panel.tsx';
import type { WatchedPlayer } from './use-player.ts';
import { useWatchServices } from './watch-services.ts';

/** The chat of the channel that is watched, which keeps to this picture. */
export function ChatDock(props: {
  readonly channel: string;
  readonly watched: WatchedPlayer;
  /** What lies over the picture. */
  readonly over: HTMLElement | null;
  readonly onHide: () => void;
}): ReactNode {
  const { channel, watched, over, onHide } = props;
  const { openChat } = useWatchServices();
  const { player } = watched;
  const [chat, setChat] = useState<Chat | null>(null);

  useEffect(() => {
    let isLeft = false;
    void openChat(channel, player).then((opened) => {
      if (!isLeft) setChat(opened);
    });
    return () => {
      isLeft = true;
    };
  }, [channel, openChat, player]);

  return chat === null ? null : <ChatPanel {...{ chat, over, onHide }} />;
}

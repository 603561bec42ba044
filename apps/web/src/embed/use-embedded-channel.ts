import type { ChannelView } from '@tallylight/contract';
import { useEffect } from 'react';
import { useKnownChannel, useWatchServices } from '../watch/watch-services.ts';
import type { EmbedControl } from './embed-control.ts';

/** How often the channel is read while nobody has started the player, which reads it by itself then. */
const waitingEveryMs = 15_000;

export type EmbeddedChannel = {
  readonly isUnknown: boolean;
  /** As it was last read; null while it has not been, or there is none. */
  readonly view: ChannelView | null;
};

/** What the server tells of the channel, which the control learns too. */
export function useEmbeddedChannel(
  control: EmbedControl,
  options: { readonly channel: string; readonly isStarted: boolean },
): EmbeddedChannel {
  const { channel, isStarted } = options;
  const { readingOf } = useWatchServices();
  const { view, isUnknown } = useKnownChannel(channel);
  useEffect(() => {
    if (isStarted || isUnknown) return;
    const { fetch } = readingOf(channel);
    // The next reading may succeed.
    const read = (): void => void fetch().catch(() => {});
    read();
    const timer = setInterval(read, waitingEveryMs);
    return () => clearInterval(timer);
  }, [readingOf, channel, isStarted, isUnknown]);
  const viewers = view?.broadcast?.viewers ?? null;
  useEffect(() => control.learn({ isUnknown, viewers }), [control, isUnknown, viewers]);
  return { isUnknown, view };
}

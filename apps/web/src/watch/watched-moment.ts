import type { Player } from '@tallylight/player';
import type { WatchedMoment } from '../chat/chat-feed.ts';

/** Where a viewer is, for the chat: a picture that is not there, or waits for its broadcaster, keeps no words back. */
export function watchedMoment(player: Pick<Player, 'getSnapshot' | 'momentMs'>): WatchedMoment {
  const { state, seat } = player.getSnapshot();
  return {
    positionMs: state.name === 'live' ? player.momentMs : null,
    isBehind: seat !== 'live',
  };
}

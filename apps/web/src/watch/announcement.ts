import type { PlayerSnapshot } from '@tallylight/player';
import { watchText } from '../text/watch.ts';

/** What is read out when it changes. */
export function announcementOf(snapshot: PlayerSnapshot): string {
  const { state, seat, isPaused, isPublisherAway } = snapshot;
  const { announce } = watchText;
  switch (state.name) {
    case 'idle':
      return '';
    case 'live':
      if (isPaused) return announce.paused;
      return announce[seat];
    case 'interrupted':
      return isPublisherAway ? announce.away : announce.line;
    case 'ended':
      return seat === 'recording' ? announce.recordingEnded : announce.ended;
    default:
      return announce[state.name];
  }
}

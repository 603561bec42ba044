import type { SessionError } from '@tallylight/webrtc';
import type { PlaybackError } from './playback-error.ts';
import type { Via } from './via.ts';

/**
 * What a viewer is told:
 * `idle` not started · `offline` nobody is on air, it joins by itself · `connecting` the first picture is on
 * its way · `live` media plays · `interrupted` media stopped, the last picture stays and it comes back by
 * itself · `ended` the broadcast is over, a next one is joined by itself · `failed` it can't play: for good,
 * or, when `retryable`, in spite of tries that go on.
 */
export type PlayerState =
  | { readonly name: 'idle' }
  | { readonly name: 'offline' }
  | { readonly name: 'connecting' }
  | { readonly name: 'live'; readonly path: Via }
  | { readonly name: 'interrupted' }
  | { readonly name: 'ended' }
  | {
      readonly name: 'failed';
      readonly error: SessionError | PlaybackError;
      readonly retryable: boolean;
    };

/**
 * What happens to a player:
 * `answered` a session was granted · `flowing` frames (of audio where there is no video) come in · `frozen`
 * they stopped coming · `off-air` the server has nothing to send now · `ended` the channel says that the
 * broadcast is over · `gave-up` tries failed for too long, or can't succeed · `switched` it goes on another way.
 */
export type PlayerEvent =
  | { readonly name: 'started' }
  | { readonly name: 'answered' }
  | { readonly name: 'flowing'; readonly path: Via }
  | { readonly name: 'frozen' }
  | { readonly name: 'off-air' }
  | { readonly name: 'ended' }
  | {
      readonly name: 'gave-up';
      readonly error: SessionError | PlaybackError;
      readonly retryable: boolean;
    }
  | { readonly name: 'switched' }
  | { readonly name: 'stopped' };

/** The state after `event`; the same object when the event means nothing in this state. */
export function transition(state: PlayerState, event: PlayerEvent): PlayerState {
  if (state.name === 'idle') return event.name === 'started' ? { name: 'connecting' } : state;
  switch (event.name) {
    case 'started':
      return state.name === 'failed' ? { name: 'connecting' } : state;
    case 'answered':
      // What failed is believed again when media flows, or it would be told anew with every try.
      return state.name === 'offline' || state.name === 'ended' ? { name: 'connecting' } : state;
    case 'flowing':
      return state.name === 'live' && state.path === event.path
        ? state
        : { name: 'live', path: event.path };
    case 'frozen':
      return state.name === 'live' ? { name: 'interrupted' } : state;
    case 'off-air':
      return state.name === 'connecting' || state.name === 'failed' ? { name: 'offline' } : state;
    case 'ended':
      return holdsPicture(state) ? { name: 'ended' } : state;
    case 'gave-up':
      return { name: 'failed', error: event.error, retryable: event.retryable };
    case 'switched':
      return { name: 'connecting' };
    case 'stopped':
      return { name: 'idle' };
  }
}

/** A viewer who has a picture keeps it while sessions come and go behind it. */
function holdsPicture(state: PlayerState): boolean {
  return state.name === 'live' || state.name === 'interrupted';
}

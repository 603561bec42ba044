import type { SessionError } from './errors.ts';

/** The life of a WHIP or WHEP session. `failed` and `closed` are final. */
export type SessionState =
  | { readonly name: 'new' }
  | { readonly name: 'negotiating' }
  | { readonly name: 'connecting' }
  | { readonly name: 'connected' }
  | { readonly name: 'failed'; readonly error: SessionError }
  | { readonly name: 'closed' };

/** What happens to a session. */
export type SessionEvent =
  | { readonly name: 'started' }
  | { readonly name: 'answered' }
  | { readonly name: 'connected' }
  | { readonly name: 'failed'; readonly error: SessionError }
  | { readonly name: 'closed' };

/** The state after `event`; the same object when the event means nothing in this state. */
export function transition(state: SessionState, event: SessionEvent): SessionState {
  if (isFinal(state)) return state;
  switch (event.name) {
    case 'started':
      return state.name === 'new' ? { name: 'negotiating' } : state;
    case 'answered':
      return state.name === 'negotiating' ? { name: 'connecting' } : state;
    case 'connected':
      return state.name === 'connecting' ? { name: 'connected' } : state;
    case 'failed':
      return { name: 'failed', error: event.error };
    case 'closed':
      return { name: 'closed' };
  }
}

/** True when nothing can happen to the session any more. */
export function isFinal(state: SessionState): boolean {
  return state.name === 'failed' || state.name === 'closed';
}

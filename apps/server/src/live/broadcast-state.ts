/**
 * The life of a broadcast: publishing -> live -> interrupted -> live … -> ended. Before the first there is
 * none, which a channel calls idle.
 */
export type BroadcastState =
  /** A publisher is connecting; nothing was seen or heard yet. */
  | { readonly name: 'publishing' }
  | { readonly name: 'live'; readonly startedAtMs: number }
  /** The publisher is lost, or back but not heard yet; everything else is held for it. */
  | { readonly name: 'interrupted'; readonly startedAtMs: number; readonly sinceMs: number }
  /** `startedAtMs` is null where no media ever flowed. */
  | { readonly name: 'ended'; readonly startedAtMs: number | null; readonly endedAtMs: number };

export type BroadcastEvent =
  /** The first media of a publisher arrived. */
  | { readonly type: 'media'; readonly atMs: number }
  /** The publisher's connection is gone, without a word. */
  | { readonly type: 'lost'; readonly atMs: number }
  /** The publisher said goodbye, or the grace period is over. */
  | { readonly type: 'end'; readonly atMs: number };

/** What becomes of a state; an event that means nothing in it changes nothing. */
export function transition(state: BroadcastState, event: BroadcastEvent): BroadcastState {
  switch (state.name) {
    case 'publishing':
      if (event.type === 'media') return { name: 'live', startedAtMs: event.atMs };
      // Nobody saw anything, so there is nothing to hold for anyone.
      return { name: 'ended', startedAtMs: null, endedAtMs: event.atMs };
    case 'live':
      if (event.type === 'media') return state;
      if (event.type === 'lost') {
        return { name: 'interrupted', startedAtMs: state.startedAtMs, sinceMs: event.atMs };
      }
      return { name: 'ended', startedAtMs: state.startedAtMs, endedAtMs: event.atMs };
    case 'interrupted':
      if (event.type === 'media') return { name: 'live', startedAtMs: state.startedAtMs };
      if (event.type === 'lost') return state;
      return { name: 'ended', startedAtMs: state.startedAtMs, endedAtMs: event.atMs };
    case 'ended':
      return state;
  }
}

/** When it is known to have been on air last, in ms since 1970; null where it never was. */
export function lastOnAirMs(state: BroadcastState): number | null {
  switch (state.name) {
    case 'publishing':
      return null;
    case 'live':
      return state.startedAtMs;
    case 'interrupted':
      return state.sinceMs;
    case 'ended':
      return state.startedAtMs === null ? null : state.endedAtMs;
  }
}

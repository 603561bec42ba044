import type { PlayedSpan, Player, PlayerSnapshot } from '@tallylight/player';

/** Going elsewhere in what can be watched. */
export type Seeking = {
  /** @param momentMs since 1970 by the server's clock */
  readonly to: (momentMs: number) => void;
  readonly by: (seconds: number) => void;
  readonly toStart: () => void;
  /** Back to live; in a recording, to its end. */
  readonly toEnd: () => void;
};

type SeekingPlayer = Pick<Player, 'seekTo' | 'seekBy' | 'toLive' | 'play'> & {
  readonly timeline: { readonly get: () => PlayedSpan | null };
};

export function seekingOf(
  player: SeekingPlayer,
  { state, seat }: Pick<PlayerSnapshot, 'state' | 'seat'>,
): Seeking {
  const go = (seek: () => void): void => {
    seek();
    // A recording that has come to its end stands still.
    if (state.name === 'ended') void player.play();
  };
  return {
    to: (momentMs) => go(() => player.seekTo(momentMs)),
    by: (seconds) => go(() => player.seekBy(seconds)),
    toStart: () => {
      const span = player.timeline.get();
      if (span !== null) go(() => player.seekTo(span.startMs));
    },
    toEnd: () => {
      const span = player.timeline.get();
      if (seat !== 'recording') player.toLive();
      else if (span !== null) player.seekTo(span.endMs);
    },
  };
}

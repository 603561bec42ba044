import type { ReactNode } from 'react';
import { watchText } from '../text/watch.ts';
import type { PlayerControlsProps } from './player-controls.tsx';
import { StateBadge } from './state-badge.tsx';
import { useLate } from './use-late.ts';
import { useSlow } from './use-slow.ts';

/** A first picture that takes longer than this, in ms, is not waited for with the controls. */
const patienceMs = 3_000;

const loadControls = async () => (await import('./player-controls.tsx')).PlayerControls;

/** Under the picture: what it is, and what can be done with it. */
export function PlayerBar(props: PlayerControlsProps): ReactNode {
  const { state } = props.watched.snapshot;
  const isComing = state.name === 'idle' || state.name === 'connecting';
  const isSlow = useSlow(isComing, patienceMs);
  const Controls = useLate(loadControls, !isComing || isSlow);
  return (
    <section className="player-bar" aria-label={watchText.controls}>
      {Controls === null ? <StateBadge state={state.name} /> : <Controls {...props} />}
    </section>
  );
}

import './reaction-layer.css';
import { chatReactions } from '@tallylight/contract';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Reactions } from './reactions.ts';

/** So many float at a time; what is more is left out. */
const mostFloating = 40;
/** Of one kind so many begin at a time. */
const mostTogether = 6;

/**
 * Reactions that rise over the picture. They are no part of React's tree: each is gone after two seconds, and nobody who
 * can't see them needs to know. Where motion is reduced they stand still for a moment.
 */
export function ReactionLayer({ reactions }: { readonly reactions: Reactions }): ReactNode {
  const layer = useRef<HTMLDivElement>(null);

  useEffect(
    () =>
      reactions.subscribe((counts) => {
        for (const [number, count] of counts.entries()) {
          const emoji = chatReactions[number]?.emoji;
          if (emoji !== undefined) float(layer.current, emoji, Math.min(count, mostTogether));
        }
      }),
    [reactions],
  );
  return <div ref={layer} className="reaction-layer" aria-hidden />;
}

function float(layer: HTMLDivElement | null, emoji: string, count: number): void {
  if (layer === null) return;
  for (let begun = 0; begun < count && layer.childElementCount < mostFloating; begun += 1) {
    const element = layer.ownerDocument.createElement('span');
    element.textContent = emoji;
    element.style.setProperty('--from', `${Math.random() * 100}%`);
    element.style.setProperty('--sway', `${(Math.random() - 0.5) * 60}px`);
    element.addEventListener('animationend', () => element.remove());
    layer.append(element);
  }
}

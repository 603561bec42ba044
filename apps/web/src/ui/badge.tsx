import './badge.css';
import type { ReactNode } from 'react';

type BadgeProps = {
  /** `lit` is on air and nothing else; `waiting` is on its way there. */
  readonly look: 'plain' | 'lit' | 'waiting';
  readonly children: ReactNode;
};

/** A state in a word, with the light that goes with it. */
export function Badge(props: BadgeProps): ReactNode {
  return <span className={`badge badge-${props.look}`}>{props.children}</span>;
}

import './tally-mark.css';
import type { ReactNode } from 'react';

/** The light on top of a camera; lit while on air. A picture without a meaning of its own: words stand beside it. */
export function TallyMark(props: { readonly lit?: boolean }): ReactNode {
  return (
    <svg
      viewBox="0 0 32 32"
      strokeWidth="2"
      className={props.lit ? 'tally-lit' : undefined}
      aria-hidden="true"
    >
      <rect className="tally-hood" x="3" y="6" width="26" height="20" rx="6" />
      <circle className="tally-lamp" cx="16" cy="16" r="5" />
    </svg>
  );
}

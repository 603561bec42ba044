import type { ReactNode } from 'react';

/** Something is wrong; the words beside it say what. */
export function WarningMark(): ReactNode {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M12 4 2.5 20h19Z" />
      <path d="M12 10v4.5" />
      <path d="M12 17.25v.01" />
    </svg>
  );
}

import type { ReactNode } from 'react';

/** Reads `text` out when it changes, without breaking into what is being read. */
export function LiveRegion(props: { readonly text: string }): ReactNode {
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {props.text}
    </div>
  );
}

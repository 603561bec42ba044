import './command.css';
import type { ReactNode } from 'react';

/** What to type in a terminal. */
export function Command(props: { readonly children: string }): ReactNode {
  return <code className="command">{props.children}</code>;
}

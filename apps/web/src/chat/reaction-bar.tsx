import { chatReactions } from '@tallylight/contract';
import type { ReactNode } from 'react';
import { chatText } from '../text/chat.ts';

/** What can be reacted with, each at a press. */
export function ReactionBar(props: { readonly onReact: (number: number) => void }): ReactNode {
  return (
    <fieldset className="reaction-bar" aria-label={chatText.reactions}>
      {chatReactions.map(({ emoji, name }, number) => (
        <button
          key={name}
          type="button"
          className="reaction"
          aria-label={name}
          title={name}
          onClick={() => props.onReact(number)}
        >
          {emoji}
        </button>
      ))}
    </fieldset>
  );
}

import type { ReactNode } from 'react';
import { chatText } from '../text/chat.ts';
import { Button } from '../ui/button.tsx';
import type { Outgoing } from './outbox.ts';

/** A message of one's own that is not kept yet, and what can be done where it was refused. */
export function OutgoingLine(props: {
  readonly outgoing: Outgoing;
  readonly onAgain: () => void;
  readonly onDiscard: () => void;
}): ReactNode {
  const { refusal, text } = props.outgoing;
  return (
    <div className="outgoing" data-refused={refusal !== null}>
      <p className="message-text">{text}</p>
      {refusal === null ? (
        <p className="message-note">{chatText.outgoing.sending}</p>
      ) : (
        <>
          <p className="outgoing-why" role="alert">
            {refusal.detail}
          </p>
          <div className="outgoing-actions">
            <Button onClick={props.onAgain}>{chatText.outgoing.again}</Button>
            <Button look="plain" onClick={props.onDiscard}>
              {chatText.outgoing.discard}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

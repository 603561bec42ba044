import type { ChatMessage, ChatPerson } from '@tallylight/contract';
import { CornerDownRight, Reply, Trash2, Undo2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { chatText } from '../text/chat.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { LinkedText } from './linked-text.tsx';
import { nameColourValues } from './name-colours.ts';

export type MessageActions = {
  readonly onAnswer: (message: ChatMessage) => void;
  readonly onRemove: (message: ChatMessage) => void;
  readonly onRestore: (message: ChatMessage) => void;
};

type MessageLineProps = MessageActions & {
  readonly message: ChatMessage;
  /** What it answers, where that is known yet. */
  readonly answered: ChatMessage | null;
  readonly me: ChatPerson | null;
};

/** One message: who, and what. Whatever is in it is text. */
export const MessageLine = memo(function MessageLine(props: MessageLineProps): ReactNode {
  const { message, answered, me } = props;
  const { from, isRemoved } = message;
  const isMine = from.id === me?.id;
  const mayRemove = me !== null && (isMine || me.role !== 'viewer');
  return (
    <article className="message" data-seq={message.seq} data-mine={isMine}>
      {answered !== null && (
        <p className="message-answered">
          <CornerDownRight aria-hidden />
          <span className="message-quoted">
            {chatText.answering(answered.from.name)}
            {answered.isRemoved ? '' : `: ${answered.text}`}
          </span>
        </p>
      )}
      <p className="message-text">
        <PersonName person={from} />{' '}
        {isRemoved ? <em>{chatText.removed}</em> : <LinkedText text={message.text} />}
        {message.isEdited && !isRemoved && (
          <span className="message-note"> ({chatText.edited})</span>
        )}
      </p>
      {me !== null && (
        <div className="message-actions">
          {!isRemoved && (
            <IconButton
              label={chatText.answer(from.name)}
              hint={chatText.answer(from.name)}
              onClick={() => props.onAnswer(message)}
            >
              <Reply aria-hidden />
            </IconButton>
          )}
          {mayRemove && !isRemoved && (
            <IconButton label={chatText.remove} onClick={() => props.onRemove(message)}>
              <Trash2 aria-hidden />
            </IconButton>
          )}
          {mayRemove && isRemoved && (
            <IconButton label={chatText.restore} onClick={() => props.onRestore(message)}>
              <Undo2 aria-hidden />
            </IconButton>
          )}
        </div>
      )}
    </article>
  );
});

/** A name in its colour, and what its holder may do. */
function PersonName({ person }: { readonly person: ChatPerson }): ReactNode {
  const role = chatText.roles[person.role];
  return (
    <>
      {role !== '' && (
        <span className="message-role" data-role={person.role}>
          {role}
        </span>
      )}
      <bdi className="message-name" style={{ color: nameColourValues[person.colour] }}>
        {person.name}
      </bdi>
    </>
  );
}

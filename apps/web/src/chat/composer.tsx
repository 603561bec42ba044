import { type ChatMessage, limits } from '@tallylight/contract';
import { Send, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useId } from 'react';
import { chatText } from '../text/chat.ts';
import { IconButton } from '../ui/icon-button.tsx';

type ComposerProps = {
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
  readonly answering: ChatMessage | null;
  readonly onCancelAnswer: () => void;
  readonly onSend: (text: string) => void;
  readonly field: RefObject<HTMLTextAreaElement | null>;
};

/** From here on the characters that are left are told. */
const tellLeftFrom = 100;

/** Where a message is written: Enter sends it. */
export function Composer(props: ComposerProps): ReactNode {
  const { draft, answering, field } = props;
  const hint = useId();
  const text = lineOf(draft);
  const left = limits.chatTextCharacters - text.length;
  const canSend = text !== '' && left >= 0;
  const send = (): void => {
    if (!canSend) return;
    props.onSend(text);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    // Enter that chooses a word of an input method sends nothing.
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === 'Escape' && answering !== null) props.onCancelAnswer();
  };
  return (
    <div className="composer">
      {answering !== null && (
        <p className="composer-answering">
          <span>{chatText.answering(answering.from.name)}</span>
          <IconButton label={chatText.cancelAnswer} onClick={props.onCancelAnswer}>
            <X aria-hidden />
          </IconButton>
        </p>
      )}
      <div className="composer-row">
        <textarea
          ref={field}
          className="composer-field"
          rows={1}
          aria-label={chatText.compose.label}
          aria-describedby={hint}
          aria-invalid={left < 0}
          placeholder={chatText.compose.placeholder}
          value={draft}
          enterKeyHint="send"
          onChange={(event) => props.onDraft(event.target.value)}
          onKeyDown={press}
        />
        <IconButton label={chatText.compose.send} disabled={!canSend} onClick={send}>
          <Send aria-hidden />
        </IconButton>
      </div>
      <p id={hint} className="composer-left" role="status" data-over={left < 0}>
        {left < 0
          ? chatText.compose.tooLong(-left)
          : left <= tellLeftFrom
            ? chatText.compose.left(left)
            : ''}
      </p>
    </div>
  );
}

/** What is pasted in lines goes out as one. */
function lineOf(draft: string): string {
  return draft.replace(/\s+/g, ' ').trim();
}

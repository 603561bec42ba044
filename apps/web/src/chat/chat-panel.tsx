import './chat-panel.css';
import type { ChatMessage } from '@tallylight/contract';
import { PanelRightClose, UserRound } from 'lucide-react';
import {
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { createPortal } from 'react-dom';
import { chatText } from '../text/chat.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { Chat } from './chat.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { NameDialog } from './name-dialog.tsx';
import { OutgoingLine } from './outgoing-line.tsx';
import { ReactionBar } from './reaction-bar.tsx';
import { ReactionLayer } from './reaction-layer.tsx';

type ChatPanelProps = {
  readonly chat: Chat;
  /** What lies over the picture, for reactions; null where there is no picture. */
  readonly over: HTMLElement | null;
  readonly onHide: () => void;
};

/** The chat beside the picture, or beneath it. */
export function ChatPanel({ chat, over, onHide }: ChatPanelProps): ReactNode {
  const { client, feed, drafts } = chat;
  const state = useSyncExternalStore(client.subscribe, client.getState);
  const { shown, held } = useSyncExternalStore(feed.subscribe, feed.getView);
  const [draft, setDraft] = useState(drafts.get);
  const [answering, setAnswering] = useState<ChatMessage | null>(null);
  const [isNaming, setNaming] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { me, log, outbox } = state;

  useEffect(() => chat.start(), [chat]);

  const write = (text: string): void => {
    setDraft(text);
    drafts.set(text);
  };
  const send = (text: string): void => {
    chat.send(text, answering?.seq);
    write('');
    setAnswering(null);
  };
  const answer = useCallback((message: ChatMessage): void => {
    setAnswering(message);
    field.current?.focus();
  }, []);
  const remove = useCallback(
    ({ seq }: ChatMessage) => void client.change('chat:remove', { seq }),
    [client],
  );
  const restore = useCallback(
    ({ seq }: ChatMessage) => void client.change('chat:restore', { seq }),
    [client],
  );

  return (
    <section className="chat" aria-label={chatText.heading} data-chat={state.name}>
      <header className="chat-head">
        <h2>{chatText.heading}</h2>
        {held > 0 && (
          <span className="chat-held" title={chatText.heldHint}>
            {chatText.held(held)}
          </span>
        )}
        <IconButton label={chatText.hide} onClick={onHide}>
          <PanelRightClose aria-hidden />
        </IconButton>
      </header>
      <MessageList
        {...{ messages: shown, me }}
        isWhole={log.isWhole}
        onEarlier={() => client.loadEarlier()}
        onAnswer={answer}
        onRemove={remove}
        onRestore={restore}
      />
      <div className="chat-foot">
        {outbox.map((outgoing) => (
          <OutgoingLine
            key={outgoing.id}
            outgoing={outgoing}
            onAgain={() => client.sendAgain(outgoing.id)}
            onDiscard={() => client.discard(outgoing.id)}
          />
        ))}
        <p className="chat-note" role="status">
          {noteOf(state)}
        </p>
        <Composer
          {...{ draft, answering, field }}
          onDraft={write}
          onCancelAnswer={() => setAnswering(null)}
          onSend={send}
        />
        {me !== null && (
          <div className="chat-tools">
            <button type="button" className="chat-me" onClick={() => setNaming(true)}>
              <UserRound aria-hidden />
              <bdi aria-hidden>{me.name}</bdi>
              <span className="visually-hidden">{chatText.name.change(me.name)}</span>
            </button>
            <ReactionBar onReact={(number) => client.reactions.react(number)} />
          </div>
        )}
      </div>
      {over !== null && createPortal(<ReactionLayer reactions={client.reactions} />, over)}
      {isNaming && me !== null && (
        <NameDialog
          me={me}
          onSave={(wish) => client.rename(wish)}
          onClose={() => setNaming(false)}
        />
      )}
    </section>
  );
}

function noteOf({ name, refusal }: ReturnType<Chat['client']['getState']>): string {
  switch (name) {
    case 'joining':
      return chatText.joining;
    case 'away':
      return chatText.away;
    case 'refused':
      return chatText.refused(refusal?.detail ?? '');
    case 'joined':
      return '';
  }
}

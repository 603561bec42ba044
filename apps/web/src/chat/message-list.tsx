import type { ChatMessage, ChatPerson } from '@tallylight/contract';
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import { chatText } from '../text/chat.ts';
import { Button } from '../ui/button.tsx';
import { type MessageActions, MessageLine } from './message-line.tsx';

type MessageListProps = MessageActions & {
  readonly messages: readonly ChatMessage[];
  readonly me: ChatPerson | null;
  /** There are none before them. */
  readonly isWhole: boolean;
  readonly onEarlier: () => Promise<void>;
};

/** Who is nearer to the end than this, in px, stays at the end. */
const nearPx = 40;

/** What was said, the newest at the foot: only as many lines as are seen are in the document. */
export function MessageList(props: MessageListProps): ReactNode {
  const { messages, me } = props;
  const list = useRef<VListHandle>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  /** The newest that was seen. */
  const [seen, setSeen] = useState(0);
  const newest = messages.at(-1)?.seq ?? 0;
  const first = useRef(messages[0]?.seq);
  const isPrepending = messages[0]?.seq !== first.current;
  const bySeq = new Map(messages.map((message) => [message.seq, message]));

  useEffect(() => {
    first.current = messages[0]?.seq;
  });

  useLayoutEffect(() => {
    if (isAtEnd && messages.length > 0) {
      list.current?.scrollToIndex(messages.length - 1, { align: 'end' });
    }
  }, [messages, isAtEnd]);

  useEffect(() => {
    if (isAtEnd) setSeen(newest);
  }, [isAtEnd, newest]);

  const look = (): void => {
    const { current } = list;
    if (current === null) return;
    const restPx = current.scrollSize - current.viewportSize - current.scrollOffset;
    setAtEnd(restPx < nearPx);
    if (current.scrollOffset < nearPx && !props.isWhole) void props.onEarlier();
  };

  const unread = isAtEnd ? 0 : messages.filter(({ seq }) => seq > seen).length;
  return (
    <div className="messages">
      {messages.length === 0 ? (
        <p className="messages-empty">{chatText.empty}</p>
      ) : (
        <VList
          ref={list}
          className="messages-list"
          role="log"
          aria-label={chatText.messages}
          aria-live="off"
          tabIndex={0}
          data={messages}
          shift={isPrepending}
          onScroll={look}
        >
          {(message) => (
            <MessageLine
              key={message.seq}
              {...{ message, me }}
              answered={message.replyTo === null ? null : (bySeq.get(message.replyTo) ?? null)}
              onAnswer={props.onAnswer}
              onRemove={props.onRemove}
              onRestore={props.onRestore}
            />
          )}
        </VList>
      )}
      {!isAtEnd && (
        <Button
          look="primary"
          className="messages-newest"
          icon={<ArrowDown aria-hidden />}
          onClick={() => setAtEnd(true)}
        >
          {unread > 0 ? chatText.newMessages(unread) : chatText.toNewest}
        </Button>
      )}
    </div>
  );
}

import type { ChatMessage, ChatPerson } from '@tallylight/contract';
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { VList } from 'virtua';
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
  const place = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  /** Where it stood at the last scroll, and how tall it was, in px. */
  const before = useRef({ top: 0, height: 0 });
  /** The newest that was seen. */
  const [seen, setSeen] = useState(0);
  // Not always the last: who is behind is shown some messages out of their order.
  const newest = messages.reduce((most, { seq }) => Math.max(most, seq), 0);
  const first = useRef(messages[0]?.seq);
  const isPrepending = messages[0]?.seq !== first.current;
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  const isEmpty = messages.length === 0;

  useEffect(() => {
    first.current = messages[0]?.seq;
  });

  const holdEnd = useEffectEvent(() => {
    if (isAtEnd) scrollToEnd(place.current);
  });
  // More lines, lines that turn out taller, a keyboard that comes up: all of it moves the end, and takes nobody from it.
  useEffect(() => {
    const scroller = isEmpty ? null : scrollerIn(place.current);
    if (scroller === null) return;
    const observer = new ResizeObserver(() => holdEnd());
    for (const element of [scroller, ...scroller.children]) observer.observe(element);
    return () => observer.disconnect();
  }, [isEmpty]);

  useEffect(() => {
    if (isAtEnd) setSeen(newest);
  }, [isAtEnd, newest]);

  const look = (): void => {
    const scroller = scrollerIn(place.current);
    if (scroller === null) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    // Lines that come, or turn out shorter, move the end from under who stays there: only who goes up leaves it.
    const hasGoneUp = scrollTop < before.current.top && scrollHeight >= before.current.height;
    before.current = { top: scrollTop, height: scrollHeight };
    if (scrollHeight - clientHeight - scrollTop < nearPx) setAtEnd(true);
    else if (hasGoneUp) setAtEnd(false);
    if (scrollTop < nearPx && !props.isWhole) void props.onEarlier();
  };
  const goToEnd = (): void => {
    setAtEnd(true);
    scrollToEnd(place.current);
  };

  const unread = isAtEnd ? 0 : messages.filter(({ seq }) => seq > seen).length;
  return (
    <div ref={place} className="messages" data-scrolls>
      {isEmpty ? (
        <p className="messages-empty">{chatText.empty}</p>
      ) : (
        <VList
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
          onClick={goToEnd}
        >
          {unread > 0 ? chatText.newMessages(unread) : chatText.toNewest}
        </Button>
      )}
    </div>
  );
}

/** What scrolls is the list's own element. */
function scrollerIn(place: HTMLElement | null): Element | null {
  return place?.querySelector('[role="log"]') ?? null;
}

/** At once: the list's own way waits for what it has not measured, and would take back who scrolls meanwhile. */
function scrollToEnd(place: HTMLElement | null): void {
  const scroller = scrollerIn(place);
  if (scroller !== null) scroller.scrollTop = scroller.scrollHeight;
}

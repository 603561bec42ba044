import './notice.css';
import type { ReactNode } from 'react';
import { WarningMark } from './warning-mark.tsx';

type NoticeProps = {
  readonly title: string;
  readonly body?: string;
  readonly steps?: readonly string[];
  /** Buttons, or whatever else is the way out. */
  readonly children?: ReactNode;
  /** 1 where the notice is all there is on the page. */
  readonly level?: 1 | 2;
};

/** Says what went wrong, and the way out. */
export function Notice(props: NoticeProps): ReactNode {
  const Heading = props.level === 1 ? 'h1' : 'h2';
  return (
    <div className="notice">
      <div className="notice-head">
        <WarningMark />
        <Heading className="notice-title">{props.title}</Heading>
      </div>
      {props.body !== undefined && <p className="notice-body">{props.body}</p>}
      {props.steps !== undefined && props.steps.length > 0 && (
        <ol className="notice-steps">
          {props.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {props.children}
    </div>
  );
}

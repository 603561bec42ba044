import './studio-door.css';
import '../../ui/field.css';
import '../../ui/lone.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useId, useState, useSyncExternalStore } from 'react';
import { useApi } from '../../api/api-context.ts';
import { ApiError } from '../../api/api-error.ts';
import { studioQuery } from '../../api/queries.ts';
import { commonText } from '../../text/every-page.ts';
import { studioText } from '../../text/studio.ts';
import { doorText } from '../../text/studio-problems.ts';
import { Button } from '../../ui/button.tsx';
import { Command } from '../../ui/command.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { keyInText } from '../stream-keys.ts';
import { StudioPage } from './studio-page.tsx';
import { useStudioServices } from './studio-services.ts';

/** Lets in who has the stream key, and tells everybody else how to get one. */
export function StudioDoor(props: { readonly channel: string }): ReactNode {
  const { channel } = props;
  const { streamKeys } = useStudioServices();
  const key = useSyncExternalStore(streamKeys.subscribe, () => streamKeys.get(channel));
  usePageTitle(commonText.pageTitle(studioText.title(channel)));

  const open = (typed: string): void => streamKeys.keep(channel, typed);
  if (key === null)
    return (
      <Doorway channel={channel} problem="key_missing">
        <KeyNotice words={doorText.keyMissing} onKey={open} />
      </Doorway>
    );
  return <KeyedDoor key={key} channel={channel} streamKey={key} onKey={open} />;
}

function KeyedDoor(props: {
  readonly channel: string;
  readonly streamKey: string;
  readonly onKey: (key: string) => void;
}): ReactNode {
  const { channel, streamKey } = props;
  const { data, error, refetch } = useQuery(studioQuery(useApi(), { channel, key: streamKey }));

  if (data) return <StudioPage access={{ channel, key: streamKey }} studio={data} />;
  if (error === null)
    return (
      <Doorway channel={channel}>
        <div className="door-wait">
          <Spinner />
          <p>{studioText.opening}</p>
        </div>
      </Doorway>
    );
  const code = error instanceof ApiError ? error.code : 'unreadable';
  return (
    <Doorway channel={channel} problem={code}>
      {code === 'key_wrong' || code === 'key_missing' ? (
        <KeyNotice words={doorText.keyWrong} onKey={props.onKey} />
      ) : code === 'channel_unknown' ? (
        <Notice level={1} title={doorText.unknown.title(channel)} body={doorText.unknown.body}>
          <Link className="button button-outlined door-action" to="/">
            {commonText.goHome}
          </Link>
        </Notice>
      ) : (
        <Notice level={1} {...doorText.unreachable}>
          <div className="notice-actions">
            <Button look="primary" onClick={() => void refetch()}>
              {commonText.tryAgain}
            </Button>
          </div>
        </Notice>
      )}
    </Doorway>
  );
}

function Doorway(props: {
  readonly channel: string;
  readonly problem?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <>
      <TopBar place={props.channel} />
      <main className="lone" data-state="idle" data-problem={props.problem}>
        {props.children}
      </main>
    </>
  );
}

/** Takes a key, or a whole studio link, from a person who came without a valid one. */
function KeyNotice(props: {
  readonly words: { readonly title: string; readonly body: string };
  readonly onKey: (key: string) => void;
}): ReactNode {
  const id = useId();
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const key = keyInText(text);
    if (key !== null) props.onKey(key);
  };
  return (
    <Notice level={1} {...props.words}>
      <form className="door-form" onSubmit={submit}>
        <label className="field-label" htmlFor={id}>
          {doorText.field}
        </label>
        <div className="door-row">
          <input
            id={id}
            className="text-input"
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" look="primary">
            {doorText.open}
          </Button>
        </div>
      </form>
      <p className="notice-body">{doorText.newKey}</p>
      <Command>{doorText.command}</Command>
    </Notice>
  );
}

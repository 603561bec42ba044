import './top-bar.css';
import { pages } from '@tallylight/contract';
import type { ComponentType, ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { TallyMark } from './tally-mark.tsx';

/** What a link to the home page is made of. */
export type HomeLinkProps = {
  readonly className: string;
  readonly 'aria-label': string;
  readonly children: ReactNode;
};

type TopBarProps = {
  /** Where we are, such as the channel. */
  readonly place?: string;
  readonly lit?: boolean;
  /** What leads home, where a page has to be asked before it is left. */
  readonly home?: ComponentType<HomeLinkProps>;
  /** What stands at the far end. */
  readonly children?: ReactNode;
};

export function TopBar(props: TopBarProps): ReactNode {
  const { home: Home = PlainHomeLink } = props;
  return (
    <header className="top-bar">
      <Home className="brand" aria-label={commonText.home}>
        <TallyMark lit={props.lit ?? false} />
        <span>{commonText.product}</span>
      </Home>
      {props.place !== undefined && <span className="top-bar-place">{props.place}</span>}
      <div className="top-bar-end">{props.children}</div>
    </header>
  );
}

function PlainHomeLink(props: HomeLinkProps): ReactNode {
  return <a href={pages.home()} {...props} />;
}

import './top-bar.css';
import { pages } from '@tallylight/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { TallyMark } from './tally-mark.tsx';

type TopBarProps = {
  /** Where we are, such as the channel. */
  readonly place?: string;
  readonly lit?: boolean;
  /** What stands at the far end. */
  readonly children?: ReactNode;
};

export function TopBar(props: TopBarProps): ReactNode {
  return (
    <header className="top-bar">
      <Link className="brand" to={pages.home()} aria-label={commonText.home}>
        <TallyMark lit={props.lit ?? false} />
        <span>{commonText.product}</span>
      </Link>
      {props.place !== undefined && <span className="top-bar-place">{props.place}</span>}
      <div className="top-bar-end">{props.children}</div>
    </header>
  );
}

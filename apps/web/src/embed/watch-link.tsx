import { pages } from '@tallylight/contract';
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { embedText } from '../text/embed.ts';
import { TallyMark } from '../ui/tally-mark.tsx';

/** Leads to the channel's own page, in a tab of its own: the frame stays what it is. */
export function WatchLink(props: { readonly channel: string; readonly lit: boolean }): ReactNode {
  return (
    <a className="embed-link" href={pages.watch(props.channel)} target="_blank" rel="noopener">
      <TallyMark lit={props.lit} />
      <span className="embed-link-words">{embedText.watchOn(window.location.host)}</span>
      <ExternalLink aria-hidden />
      <span className="visually-hidden">{embedText.newTab}</span>
    </a>
  );
}

import type { PlayerState } from '@tallylight/player';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Badge } from '../ui/badge.tsx';

/** How the broadcast stands, in a word; nothing where the picture's place says it all. */
export function StateBadge(props: { readonly state: PlayerState['name'] }): ReactNode {
  switch (props.state) {
    case 'live':
      return <Badge look="lit">{watchText.live}</Badge>;
    case 'interrupted':
      return <Badge look="waiting">{watchText.interrupted.title}</Badge>;
    case 'idle':
    case 'connecting':
      return <Badge look="plain">{watchText.connecting.badge}</Badge>;
    case 'offline':
    case 'ended':
      return <Badge look="plain">{commonText.offAir}</Badge>;
    case 'failed':
      return null;
  }
}

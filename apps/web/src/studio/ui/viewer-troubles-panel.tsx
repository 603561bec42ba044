import './viewer-troubles-panel.css';
import { type ReactNode, useSyncExternalStore } from 'react';
import { viewerTroubleText } from '../../text/viewer-troubles.ts';
import { Notice } from '../../ui/notice.tsx';
import type { StudioFeed } from '../publish/studio-feed.ts';

/** Why viewers suffer, all together: nothing where nobody does. */
export function ViewerTroublesPanel(props: { readonly feed: StudioFeed }): ReactNode {
  const { feed } = props;
  const news = useSyncExternalStore(feed.subscribe, feed.getNews);
  const troubles = news?.viewerTroubles ?? [];
  if (troubles.length === 0) return null;
  const { title, body, stages } = viewerTroubleText;
  return (
    <section className="panel" aria-label={title}>
      <Notice title={title} body={body}>
        <ul className="viewer-troubles">
          {troubles.map(({ stage, viewers }) => (
            <li key={stage}>
              <p className="viewer-trouble">{stages[stage].what(viewers)}</p>
              <p className="viewer-trouble-why">{stages[stage].why}</p>
            </li>
          ))}
        </ul>
      </Notice>
    </section>
  );
}

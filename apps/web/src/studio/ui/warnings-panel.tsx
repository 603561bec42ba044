import { type ReactNode, useSyncExternalStore } from 'react';
import { studioText } from '../../text/studio.ts';
import { ingestWarningText } from '../../text/studio-problems.ts';
import { Notice } from '../../ui/notice.tsx';
import type { StudioFeed } from '../publish/studio-feed.ts';

/** What the server sees in the channel's stream that hurts viewers, whichever program sends it. */
export function WarningsPanel(props: { readonly feed: StudioFeed }): ReactNode {
  const { feed } = props;
  const news = useSyncExternalStore(feed.subscribe, feed.getNews);
  const warnings = news?.warnings ?? [];
  if (warnings.length === 0) return null;
  return (
    <section className="panel" role="status" aria-label={studioText.warnings}>
      {warnings.map(({ code, detail, steps }) => (
        <Notice key={code} title={ingestWarningText[code]} body={detail} steps={steps} />
      ))}
    </section>
  );
}

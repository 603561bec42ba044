import '../ui/button.css';
import '../ui/lone.css';
import { pages } from '@tallylight/contract';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { watchText } from '../text/watch.ts';
import { Notice } from '../ui/notice.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

/** Says that nobody broadcasts under this name, and shows the way on. Nothing is tried again. */
export function UnknownChannel(props: { readonly channel: string }): ReactNode {
  const title = watchText.unknown.title(props.channel);
  usePageTitle(commonText.pageTitle(title));
  return (
    <>
      <TopBar />
      <main className="lone" data-state="failed" data-problem="channel_unknown">
        <Notice level={1} title={title} body={watchText.unknown.body}>
          <div className="notice-actions">
            <a className="button button-primary" href={pages.home()}>
              {commonText.goHome}
            </a>
          </div>
        </Notice>
      </main>
    </>
  );
}

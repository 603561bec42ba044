import './button.css';
import './lone.css';
import { pages } from '@tallylight/contract';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { Notice } from './notice.tsx';
import { TopBar } from './top-bar.tsx';
import { usePageTitle } from './use-page-title.ts';

/** For an address that leads nowhere. */
export function NotFoundPage(): ReactNode {
  usePageTitle(commonText.pageTitle(commonText.notFound.title));
  return (
    <>
      <TopBar />
      <main className="lone" data-state="not-found">
        <Notice level={1} {...commonText.notFound}>
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

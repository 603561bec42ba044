import './button.css';
import './lone.css';
import { Link } from '@tanstack/react-router';
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
            <Link className="button button-primary" to="/">
              {commonText.goHome}
            </Link>
          </div>
        </Notice>
      </main>
    </>
  );
}

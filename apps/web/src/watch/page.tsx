import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { NotFoundPage } from '../ui/not-found-page.tsx';
import type { Watched } from './head-start.ts';
import { Providers } from './providers.tsx';
import { WatchRoute } from './watch-route.tsx';

type WatchDocumentProps = {
  /** Null where the address can be no channel's; throws what went wrong before there was a page. */
  readonly begun: () => Watched | null;
};

export function renderWatchPage(root: HTMLElement, begun: WatchDocumentProps['begun']): void {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <WatchDocument begun={begun} />
      </ErrorBoundary>
    </StrictMode>,
  );
}

function WatchDocument({ begun }: WatchDocumentProps): ReactNode {
  const watched = begun();
  if (watched === null) return <NotFoundPage />;
  return (
    <Providers services={watched.services}>
      <WatchRoute address={watched.address} />
    </Providers>
  );
}

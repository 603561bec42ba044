import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { commonText } from '../text/every-page.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { EmbedNotice } from './embed-notice.tsx';
import { EmbedPage } from './embed-page.tsx';
import { Providers } from './providers.tsx';
import type { Services } from './services.ts';

type EmbedDocumentProps = {
  /** Null where the address can be no channel's; throws what went wrong before there was a page. */
  readonly begun: () => Services | null;
};

export function renderEmbedPage(root: HTMLElement, begun: EmbedDocumentProps['begun']): void {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <EmbedDocument begun={begun} />
      </ErrorBoundary>
    </StrictMode>,
  );
}

function EmbedDocument({ begun }: EmbedDocumentProps): ReactNode {
  const services = begun();
  if (services === null) return <EmbedNotice {...commonText.notFound} problem="not_found" />;
  return (
    <Providers services={services}>
      <EmbedPage address={services.address} />
    </Providers>
  );
}

import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { commonText } from '../text/every-page.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { readEmbedAddress } from './embed-address.ts';
import { EmbedNotice } from './embed-notice.tsx';
import { EmbedPage } from './embed-page.tsx';
import { createServices, Providers } from './providers.tsx';

// A document of its own, for frames in other people's pages: the player and nothing around it.
const root = document.getElementById('root');
if (root === null) throw new Error('embed.html has no element with the id "root"');

const address = readEmbedAddress(window.location);

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      {address === null ? (
        <EmbedNotice {...commonText.notFound} problem="not_found" />
      ) : (
        <Providers services={createServices(window, address)}>
          <EmbedPage address={address} />
        </Providers>
      )}
    </ErrorBoundary>
  </StrictMode>,
);

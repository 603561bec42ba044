import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { NotFoundPage } from '../ui/not-found-page.tsx';
import { createServices, Providers } from './providers.tsx';
import { readWatchAddress } from './watch-address.ts';
import { WatchRoute } from './watch-route.tsx';

// A document of its own: who only watches loads neither the studio nor what finds the way between pages.
const root = document.getElementById('root');
if (root === null) throw new Error('watch.html has no element with the id "root"');

const address = readWatchAddress(window.location);

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      {address === null ? (
        <NotFoundPage />
      ) : (
        <Providers services={createServices(window)}>
          <WatchRoute address={address} />
        </Providers>
      )}
    </ErrorBoundary>
  </StrictMode>,
);

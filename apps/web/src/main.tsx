import './ui/tokens.css';
import './ui/base.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createServices, Providers } from './providers.tsx';
import { createAppRouter } from './router.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');

const services = createServices(window);
const router = createAppRouter({ streamKeys: services.studio.streamKeys });

createRoot(root).render(
  <StrictMode>
    <Providers services={services}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);

import '../ui/tokens.css';
import '../ui/base.css';
import { attempt } from '../attempt.ts';
import { showPage } from '../ui/page-root.ts';
import { headStart, pictureFirst } from './head-start.ts';
import { createServices } from './services.ts';
import { readWatchAddress } from './watch-address.ts';

// A document of its own: who only watches loads neither the studio nor what finds the way between pages.
const address = readWatchAddress(window.location);
const begun = attempt(() => address && headStart(createServices(window), address));

showPage(async (root) => {
  await pictureFirst(begun);
  const { renderWatchPage } = await import('./page.tsx');
  renderWatchPage(root, begun);
});

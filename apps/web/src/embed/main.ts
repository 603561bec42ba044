import '../ui/tokens.css';
import '../ui/base.css';
import { attempt } from '../attempt.ts';
import { showPage } from '../ui/page-root.ts';
import { pictureFirst } from '../watch/head-start.ts';
import { readEmbedAddress } from './embed-address.ts';
import { createServices } from './services.ts';

// A document of its own, for frames in other people's pages: the player and nothing around it.
const address = readEmbedAddress(window.location);
const begun = attempt(() => address && createServices(window, address));

showPage(async (root) => {
  await pictureFirst(begun);
  const { renderEmbedPage } = await import('./page.tsx');
  renderEmbedPage(root, begun);
});

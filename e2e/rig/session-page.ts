import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { WatchPage } from '../pages/watch-page.ts';
import type { SessionWindow } from './pages/whep-session.ts';

const script = fileURLToPath(new URL('./pages/whep-session.ts', import.meta.url));

/** One WHEP session of ours in a page, without a player that would mend it. */
export class SessionPage {
  readonly page: Page;
  /** Its video is looked at as the watch page's. */
  readonly watch: WatchPage;

  constructor(page: Page) {
    this.page = page;
    this.watch = new WatchPage(page);
  }

  /** @param whep the endpoint, of the origin that the page then has */
  async open(whep: string): Promise<void> {
    const { origin } = new URL(whep);
    const code = await bundle();
    await this.page.route(`${origin}/whep-session*`, (route) =>
      route.fulfill({ contentType: 'text/html', body: html }),
    );
    await this.page.route(`${origin}/whep-session.js`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: code }),
    );
    await this.page.goto(`${origin}/whep-session?whep=${encodeURIComponent(whep)}`);
    await this.watch.expectMoving(30);
  }

  /** The state of the session, and of its connection. */
  async state(): Promise<string> {
    return this.page.evaluate(() => (window as unknown as SessionWindow).session.getState().name);
  }

  /** @returns how long it took in ms, or why and where it failed */
  async restartIce(): Promise<number | string> {
    return this.page.evaluate(() => (window as unknown as SessionWindow).restartIce());
  }
}

const html = `<!doctype html>
<title>A WHEP session</title>
<link rel="icon" href="data:,">
<main><video muted playsinline></video></main>
<script type="module" src="/whep-session.js"></script>`;

async function bundle(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: script, output: { entryFileNames: 'whep-session.js' } },
    },
  })) as Rolldown.RolldownOutput;
  const chunk = built.output.find((file) => file.type === 'chunk');
  if (chunk === undefined) throw new Error('The page has no script.');
  return chunk.code;
}

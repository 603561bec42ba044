import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type { EmbedCommand, EmbedMessage, EmbedPlayerState } from '@tallylight/contract';

/** What the page keeps for those who look into it. */
type EmbeddingWindow = { heard: EmbedMessage[] };

/** Somebody else's page, on a site of its own, with a player of ours in a frame. */
export class EmbeddingPage {
  readonly page: Page;
  readonly frame: FrameLocator;
  readonly main: Locator;
  readonly #server: Server;
  #commands = 0;

  private constructor(page: Page, server: Server) {
    this.page = page;
    this.frame = page.frameLocator('iframe');
    this.main = this.frame.getByRole('main');
    this.#server = server;
  }

  /** @param src the address in the frame */
  static async open(page: Page, src: string): Promise<EmbeddingPage> {
    const server = createServer((_request, reply) => {
      reply.setHeader('content-type', 'text/html; charset=utf-8').end(html(src));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // Another name of this machine is another site.
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    return new EmbeddingPage(page, server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Everything that the player has posted so far. */
  heard(): Promise<EmbedMessage[]> {
    return this.page.evaluate(() => (window as unknown as EmbeddingWindow).heard);
  }

  /** What the player told last. */
  async state(): Promise<EmbedPlayerState | null> {
    const told = (await this.heard()).flatMap((one) => ('player' in one ? [one.player] : []));
    return told.at(-1) ?? null;
  }

  async expectState(state: Partial<EmbedPlayerState>, timeoutMs = 15_000): Promise<void> {
    await expect.poll(() => this.state(), { timeout: timeoutMs }).toMatchObject(state);
  }

  /** Posts to the player, whatever it is. */
  async post(message: unknown): Promise<void> {
    await this.page.evaluate((data) => {
      document.querySelector('iframe')?.contentWindow?.postMessage(data, '*');
    }, message);
  }

  /** Sends a command and waits for its answer. */
  async command(command: EmbedCommand): Promise<EmbedMessage & { event: 'answer' }> {
    this.#commands += 1;
    const id = this.#commands;
    await this.post({ source: 'tallylight-host', version: 1, id, ...command });
    const answer = async (): Promise<EmbedMessage | undefined> =>
      (await this.heard()).find((one) => one.event === 'answer' && one.id === id);
    await expect.poll(answer).toBeDefined();
    return (await answer()) as EmbedMessage & { event: 'answer' };
  }
}

function html(src: string): string {
  return `<!doctype html>
<html lang="en">
<title>Somebody’s page</title>
<link rel="icon" href="data:,">
<h1>Our evening</h1>
<iframe src="${src}" width="560" height="315" title="Live picture" style="border: 0"
  allow="autoplay; fullscreen; picture-in-picture"></iframe>
<script>
  window.heard = [];
  window.addEventListener('message', (event) => {
    if (event.data?.source === 'tallylight-embed') window.heard.push(event.data);
  });
</script>
</html>`;
}

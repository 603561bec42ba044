import type { Browser, BrowserContext } from '@playwright/test';
import { StudioPage } from '../pages/studio-page.ts';
import { autoplay, fakeDevices, launchChromium } from '../rig/chromium.ts';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { paintTimeCode, timeCode } from '../rig/time-code.ts';

/** A server and two browsers, one for the publisher and one for viewers, as two people would have them. */
export class Stage {
  readonly server: ServerUnderTest;
  readonly #publishing: Browser;
  readonly #watching: Browser;

  private constructor(server: ServerUnderTest, publishing: Browser, watching: Browser) {
    this.server = server;
    this.#publishing = publishing;
    this.#watching = watching;
  }

  /** @param settings further settings of the server */
  static async set(settings: Record<string, string> = {}): Promise<Stage> {
    const server = await ServerUnderTest.start({ TALLYLIGHT_LOG_LEVEL: 'info', ...settings });
    return new Stage(server, await launchChromium(fakeDevices), await launchChromium(autoplay));
  }

  /** A studio whose camera is 640x360 with a time code; ready to go live. */
  async studio(): Promise<StudioPage> {
    const context = await this.#publishing.newContext({ baseURL: this.server.url });
    await context.addInitScript(paintTimeCode, timeCode);
    const studio = new StudioPage(await context.newPage());
    await studio.open(this.server.channel, this.server.key);
    await studio.getReady();
    return studio;
  }

  /** A viewer's browser profile. */
  viewer(): Promise<BrowserContext> {
    return this.#watching.newContext({ baseURL: this.server.url });
  }

  async strike(): Promise<void> {
    await this.#watching.close();
    await this.#publishing.close();
    await this.server.stop();
  }
}

import { expect, type Page } from '@playwright/test';
import { readTimeCode } from '@tallylight/synthetic';
import { collectErrors } from '../rig/test.ts';
import type { PageServer } from './page-server.ts';
import type { ThirdParty } from './third-party.ts';

type ClientWindow = {
  readonly thirdParty: ThirdParty;
  /** Every connection that the client made; see keepConnections(). */
  readonly connections: RTCPeerConnection[];
};

/** A page with somebody else's client, and what it and our server said to each other. */
export class ClientPage {
  readonly page: Page;
  readonly #errors: readonly string[];
  readonly #answers = new Set<string>();
  readonly #pages: PageServer;

  constructor(page: Page, pages: PageServer, serverUrl: string) {
    this.page = page;
    this.#pages = pages;
    this.#errors = collectErrors(page);
    page.on('response', (response) => {
      if (!response.url().startsWith(serverUrl)) return;
      this.#answers.add(`${response.request().method()} ${response.status()}`);
    });
  }

  /** What our server answered so far, as "POST 201", each thing once. */
  get distinctAnswers(): readonly string[] {
    return [...this.#answers];
  }

  /** What the browser and the client complained of, but for answers: those are looked at by themselves. */
  get complaints(): readonly string[] {
    return this.#errors.filter((error) => !/ status (of )?\d{3}/.test(error));
  }

  async open(name: string): Promise<void> {
    await this.page.addInitScript(keepConnections);
    await this.page.goto(this.#pages.url(name));
  }

  async start(url: string, token = ''): Promise<void> {
    await this.page.evaluate(
      ([url, token]) => (window as unknown as ClientWindow).thirdParty.start(url, token),
      [url, token] as const,
    );
  }

  async stop(): Promise<void> {
    await this.page.evaluate(() => (window as unknown as ClientWindow).thirdParty.stop());
  }

  /** Resolves when the video element has presented `count` more frames. */
  async expectFrames(count: number): Promise<void> {
    await this.page.locator('video').evaluate(
      (element, count) =>
        new Promise<void>((resolve) => {
          const video = element as HTMLVideoElement;
          let seen = 0;
          const frame = (): void => {
            seen += 1;
            if (seen === count) resolve();
            else video.requestVideoFrameCallback(frame);
          };
          video.requestVideoFrameCallback(frame);
        }),
      count,
    );
  }

  /** Resolves when `count` more packets of sound have come. */
  async expectSound(count: number): Promise<void> {
    const before = await this.#audioPackets();
    await expect.poll(() => this.#audioPackets()).toBeGreaterThanOrEqual(before + count);
  }

  /** The size of the picture that plays, as "640x360". */
  async pictureSize(): Promise<string> {
    return this.page.locator('video').evaluate((element) => {
      const { videoWidth, videoHeight } = element as HTMLVideoElement;
      return `${videoWidth}x${videoHeight}`;
    });
  }

  /** The frame number that a synthetic publisher's picture shows; undefined where it is damaged. */
  async timeCode(): Promise<number | undefined> {
    const { samples, ...size } = await this.page.locator('video').evaluate((element) => {
      const { videoWidth: width, videoHeight: height } = element as HTMLVideoElement;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(element as HTMLVideoElement, 0, 0);
      // The code is in the top of the picture; of grey, one colour is enough.
      const { data = [] } = context?.getImageData(0, 0, width, height / 15) ?? {};
      return { samples: [...data].filter((_, index) => index % 4 === 1), width, height };
    });
    return readTimeCode({ samples: Uint8Array.from(samples), ...size });
  }

  #audioPackets(): Promise<number> {
    return this.page.evaluate(async () => {
      let packets = 0;
      for (const connection of (window as unknown as ClientWindow).connections) {
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type === 'inbound-rtp' && entry.kind === 'audio') {
            packets += entry.packetsReceived;
          }
        }
      }
      return packets;
    });
  }
}

/** Runs in the page before the client: not all of them show the connection that they make. */
function keepConnections(): void {
  const connections: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  Object.assign(window, { connections });
}

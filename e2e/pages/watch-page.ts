import { expect, type Locator, type Page } from '@playwright/test';
import { pages } from '@tallylight/contract';

export type WatchPageState = 'offline' | 'connecting' | 'live' | 'interrupted' | 'ended' | 'failed';

/** The watch page as a viewer uses it. */
export class WatchPage {
  readonly page: Page;
  readonly main: Locator;
  readonly video: Locator;
  readonly tapForSound: Locator;
  readonly mute: Locator;
  readonly unmute: Locator;
  readonly volume: Locator;
  readonly pause: Locator;
  readonly play: Locator;
  readonly fullscreen: Locator;
  readonly latency: Locator;
  readonly tryAgain: Locator;
  readonly quality: Locator;
  readonly delivery: Locator;
  readonly seek: Locator;
  /** Says by its text whether the picture is live. */
  readonly live: Locator;
  readonly replay: Locator;
  readonly liveNow: Locator;
  readonly theatre: Locator;
  readonly smallWindow: Locator;
  readonly more: Locator;
  readonly statisticsButton: Locator;
  readonly statistics: Locator;
  readonly keysButton: Locator;
  readonly keys: Locator;
  readonly title: Locator;
  /** What is read out to those who do not see it. */
  readonly spoken: Locator;
  #sessions = 0;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole('main');
    // Of the two that lie over one another, the one that is seen.
    this.video = page.locator('video:not([data-front="false"])');
    this.tapForSound = page.getByRole('button', { name: 'Tap for sound' });
    this.mute = page.getByRole('button', { name: 'Mute', exact: true });
    this.unmute = page.getByRole('button', { name: 'Unmute', exact: true });
    this.volume = page.getByRole('slider', { name: 'Volume' });
    this.pause = page.getByRole('button', { name: 'Pause', exact: true });
    this.play = page.getByRole('button', { name: 'Play', exact: true });
    this.fullscreen = page.getByRole('button', { name: 'Full screen', exact: true });
    this.latency = page.locator('[data-latency-ms]');
    this.tryAgain = page.getByRole('button', { name: 'Try again' });
    this.quality = page.getByRole('combobox', { name: 'Quality' });
    this.delivery = page.getByRole('combobox', { name: 'Delivery' });
    this.seek = page.getByRole('slider', { name: 'Seek' });
    this.live = page.getByRole('button', { name: /^Live\b(?! now)/ });
    this.replay = page.getByRole('button', { name: /^Watch (it again|the last broadcast)$/ });
    this.liveNow = page.getByRole('button', { name: 'Live now' });
    this.theatre = page.getByRole('button', { name: 'Theatre mode' });
    this.smallWindow = page.getByRole('button', { name: 'Picture in picture' });
    this.more = page.getByRole('button', { name: 'More' });
    this.statisticsButton = page.getByRole('button', { name: 'Statistics' });
    this.statistics = page.getByRole('region', { name: 'Statistics' });
    this.keysButton = page.getByRole('button', { name: 'Keys' });
    this.keys = page.getByRole('dialog', { name: 'Keys' });
    this.title = page.getByRole('heading', { level: 1 });
    this.spoken = page.locator('[aria-live="polite"]');
    page.on('request', (request) => {
      if (request.method() === 'POST' && /\/whep\/[^/]+$/.test(request.url())) this.#sessions += 1;
    });
  }

  /** The sessions that the page asked for so far. */
  get sessions(): number {
    return this.#sessions;
  }

  /** @param via asks for another way of delivery than the first one tried */
  async open(channel: string, via?: 'hls'): Promise<void> {
    await this.page.goto(pages.watch(channel) + (via === undefined ? '' : `?via=${via}`));
  }

  async expectState(state: WatchPageState, timeoutMs = 15_000): Promise<void> {
    await expect(this.main).toHaveAttribute('data-state', state, { timeout: timeoutMs });
  }

  /**
   * Resolves when there is sound. Whether the browser waits for a tap is by chance: what the test asks of the page
   * before its first play() counts as one.
   */
  async hear(): Promise<void> {
    await expect(this.mute.or(this.unmute)).toBeVisible();
    if (await this.tapForSound.isVisible()) await this.tapForSound.click();
    await expect(this.mute).toBeVisible();
  }

  /**
   * Frames that the video element has shown since this was first asked: what tells a moving picture from a held one.
   * The element's own count begins anew with every source.
   */
  async framesShown(): Promise<number> {
    return this.video.evaluate((element) => {
      const video = element as HTMLVideoElement & { framesShown?: number };
      if (video.framesShown === undefined) {
        video.framesShown = 0;
        const frame = (): void => {
          video.framesShown = (video.framesShown ?? 0) + 1;
          video.requestVideoFrameCallback(frame);
        };
        video.requestVideoFrameCallback(frame);
      }
      return video.framesShown;
    });
  }

  /** Resolves when `count` more frames were shown. */
  async expectMoving(count = 10, timeoutMs = 10_000): Promise<void> {
    const before = await this.framesShown();
    await expect
      .poll(() => this.framesShown(), { timeout: timeoutMs })
      .toBeGreaterThan(before + count);
  }

  /** The width of the picture that plays, in pixels. */
  async pictureWidth(): Promise<number> {
    return this.video.evaluate((video) => (video as HTMLVideoElement).videoWidth);
  }

  /** Notes down the gaps between frames from now on; see longestGapMs(). */
  async recordGaps(): Promise<void> {
    await this.video.evaluate((element) => {
      const video = element as HTMLVideoElement & { longestGapMs?: number };
      let last = performance.now();
      video.longestGapMs = 0;
      const frame = (): void => {
        const now = performance.now();
        video.longestGapMs = Math.max(video.longestGapMs ?? 0, now - last);
        last = now;
        video.requestVideoFrameCallback(frame);
      };
      video.requestVideoFrameCallback(frame);
    });
  }

  /** The longest time without a new frame since recordGaps(), in ms. */
  async longestGapMs(): Promise<number> {
    return this.video.evaluate(
      (video) => (video as HTMLVideoElement & { longestGapMs: number }).longestGapMs,
    );
  }

  /** The latency that the badge shows, in ms; null while it shows none. */
  async latencyMs(): Promise<number | null> {
    if ((await this.latency.count()) === 0) return null;
    const value = await this.latency.getAttribute('data-latency-ms');
    return value === null ? null : Number(value);
  }
}

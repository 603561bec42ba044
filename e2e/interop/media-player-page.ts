import { expect } from '@playwright/test';
import { ClientPage } from './client-page.ts';
import type { MediaPlayer } from './media-player.ts';

type PlayerWindow = { readonly thirdParty: MediaPlayer };
/** What only Chromium's video element tells. */
type CountingVideo = HTMLVideoElement & { readonly webkitAudioDecodedByteCount: number };

/** A page with somebody else's player of segments. */
export class MediaPlayerPage extends ClientPage {
  /** What the player itself called an error. */
  errors(): Promise<readonly string[]> {
    return this.page.evaluate(() => (window as unknown as PlayerWindow).thirdParty.errors);
  }

  heights(): Promise<readonly number[]> {
    return this.page.evaluate(() => (window as unknown as PlayerWindow).thirdParty.heights());
  }

  async choose(height: number): Promise<void> {
    await this.page.evaluate(
      (height) => (window as unknown as PlayerWindow).thirdParty.choose(height),
      height,
    );
  }

  /** As the player believes, in seconds; null where it doesn't say. */
  latencyS(): Promise<number | null> {
    return this.page.evaluate(() => (window as unknown as PlayerWindow).thirdParty.latencyS());
  }

  /** Resolves when `bytes` more of sound have been decoded. */
  async expectDecodedSound(bytes: number): Promise<void> {
    const decoded = (): Promise<number> =>
      this.page
        .locator('video')
        .evaluate((element) => (element as CountingVideo).webkitAudioDecodedByteCount);
    const before = await decoded();
    await expect.poll(decoded).toBeGreaterThanOrEqual(before + bytes);
  }

  /**
   * Whether the player knows that the broadcast is over and has shown all but half a second of it: hls.js stops some
   * frames early without a word where it had the last parts before it was told of the end.
   */
  hasEnded(): Promise<boolean> {
    return this.page.locator('video').evaluate((element) => {
      const { ended, duration, currentTime } = element as HTMLVideoElement;
      return ended || currentTime > duration - 0.5;
    });
  }
}

import type { Page } from '@playwright/test';
import { readTimeCode, type SeenFrame, timeCode } from './time-code.ts';

/** What a viewer saw stand still, and what came after it. */
export type Seam = {
  /** How long the picture stood, in ms. */
  readonly frozenMs: number;
  /** What of the broadcast was left out, in ms; negative where some of it was seen twice. */
  readonly skippedMs: number;
  /** How late the last frame before was shown, and the first one after, in ms. */
  readonly latencyBeforeMs: number;
  readonly latencyAfterMs: number;
};

/** What a viewer sees on a watch page, frame by frame, by the time code in the picture. */
export class Sight {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Looks from now on. */
  static async of({ page }: { readonly page: Page }): Promise<Sight> {
    await page.evaluate(readTimeCode, timeCode);
    return new Sight(page);
  }

  /** All frames since it began to look. */
  frames(): Promise<readonly SeenFrame[]> {
    return this.#page.evaluate(() => (window as unknown as { seenFrames: SeenFrame[] }).seenFrames);
  }

  /** The page's clock, which dates the frames, in ms since 1970. */
  nowMs(): Promise<number> {
    return this.#page.evaluate(() => performance.timeOrigin + performance.now());
  }

  /** The longest time without another picture since a moment of the page's clock. */
  async longestSeam(sinceMs: number): Promise<Seam> {
    return longestSeam(await this.frames(), sinceMs);
  }
}

/** @throws {Error} there are not two frames: nothing was seen */
function longestSeam(frames: readonly SeenFrame[], sinceMs: number): Seam {
  const seams = frames.flatMap((after, index): Seam[] => {
    const before = frames[index - 1];
    if (before === undefined || after.atMs < sinceMs) return [];
    const frozenMs = after.atMs - before.atMs;
    return [
      {
        frozenMs,
        skippedMs: frozenMs - (after.latencyMs - before.latencyMs),
        latencyBeforeMs: before.latencyMs,
        latencyAfterMs: after.latencyMs,
      },
    ];
  });
  const [longest] = seams.toSorted((a, b) => b.frozenMs - a.frozenMs);
  if (longest === undefined) throw new Error('No frames were seen.');
  return longest;
}

/** When the frame was painted, in ms since 1970 by the clock of the publisher's page. */
export function paintedAtMs({ atMs, latencyMs }: SeenFrame): number {
  return Math.round(atMs) - latencyMs;
}

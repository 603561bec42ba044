import type { Browser, Page } from '@playwright/test';

/** A time in which something did not move, in ms since 1970. */
export type Standstill = { readonly fromMs: number; readonly untilMs: number };

/** What moves every frame and every few ms has been held up by the machine after so long, in ms. */
const heldUpMs = 200;
/** How often this process looks whether it is running, in ms. */
const lookMs = 20;
/** A picture that was held up comes later than what held it up, by as much as a player may have buffered, in ms. */
const aftermathMs = 1_500;

/**
 * When the machine itself stood still, whatever a player does: a page that only paints missed its frames, or this
 * process, which publishes, did not run. On a machine that others share that happens.
 */
export class Standstills {
  readonly #page: Page;
  readonly #own: Standstill[] = [];
  readonly #timer: NodeJS.Timeout;

  private constructor(page: Page) {
    this.#page = page;
    let last = Date.now();
    this.#timer = setInterval(() => {
      const now = Date.now();
      if (now - last >= heldUpMs) this.#own.push({ fromMs: last, untilMs: now });
      last = now;
    }, lookMs);
  }

  static async watch(browser: Browser): Promise<Standstills> {
    const context = await browser.newContext({ viewport: { width: 320, height: 180 } });
    const page = await context.newPage();
    await page.setContent('<canvas width="32" height="18"></canvas>');
    await page.evaluate(paint, heldUpMs);
    return new Standstills(page);
  }

  /** Ends it; tells whether a time without a picture may be the machine's. */
  async end(): Promise<(stall: Standstill) => boolean> {
    clearInterval(this.#timer);
    const painted = await this.#page.evaluate(
      () => (window as unknown as { standstills: Standstill[] }).standstills,
    );
    const all = [...painted, ...this.#own];
    return (stall) =>
      all.some(
        ({ fromMs, untilMs }) => fromMs < stall.untilMs && stall.fromMs < untilMs + aftermathMs,
      );
  }
}

/** Paints every frame, and notes those that come late; runs in the page. */
function paint(heldUpMs: number): void {
  const standstills: { fromMs: number; untilMs: number }[] = [];
  Object.assign(window, { standstills });
  const context = document.querySelector('canvas')?.getContext('2d');
  let last = performance.now();
  const frame = (now: number): void => {
    context?.fillRect(now % 32, 0, 1, 18);
    const { timeOrigin } = performance;
    if (now - last >= heldUpMs) {
      standstills.push({ fromMs: timeOrigin + last, untilMs: timeOrigin + now });
    }
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

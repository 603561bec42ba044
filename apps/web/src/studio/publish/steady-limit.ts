import type { Limitation } from '@tallylight/webrtc';

/** Why viewers get less than they could; `no-picture` is a camera from which nothing goes out at all. */
export type Limit = Exclude<Limitation, 'none'> | 'no-picture';

/** A session begins small and grows: what limits it in its first seconds limits nothing later. */
const showAfterMs = 8_000;
const hideAfterMs = 5_000;

/** Tells what limits the picture once it has done so for a while, and no longer once it has not for a while. */
export class SteadyLimit {
  #shown: Limit | null = null;
  #now: Limit | null = null;
  #sinceMs = 0;

  read(reading: { readonly limitedBy: Limit | null; readonly atMs: number }): Limit | null {
    if (reading.limitedBy !== this.#now) {
      this.#now = reading.limitedBy;
      this.#sinceMs = reading.atMs;
    }
    const lastsMs = reading.atMs - this.#sinceMs;
    if (lastsMs >= (this.#now === null ? hideAfterMs : showAfterMs)) this.#shown = this.#now;
    return this.#shown;
  }
}

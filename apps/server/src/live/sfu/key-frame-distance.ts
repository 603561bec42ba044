import { limits } from '@tallylight/contract';

/**
 * Measures how far apart the key frames of one layer are where more are asked for. A browser sends them only
 * when asked, so a long distance by itself says nothing; one that lasts over a request means that the encoder
 * doesn't listen, and that whoever joins waits.
 */
export class KeyFrameDistance {
  #lastMs: number | null = null;
  #askedMs: number | null = null;

  /** A key frame was asked of the publisher. */
  ask(atMs: number): void {
    this.#askedMs ??= atMs;
  }

  /** A key frame came in. */
  see(atMs: number): { readonly distanceMs: number; readonly tooLong: boolean } | null {
    const [last, asked] = [this.#lastMs, this.#askedMs];
    this.#lastMs = atMs;
    this.#askedMs = null;
    // The first may have passed before anybody looked: then the distance is at least the wait.
    if (last === null && asked === null) return null;
    const distanceMs = atMs - (last ?? asked ?? atMs);
    const ignored = asked !== null && atMs - asked > limits.keyFrameDistanceMs;
    return { distanceMs, tooLong: ignored && distanceMs > limits.keyFrameDistanceMs };
  }
}

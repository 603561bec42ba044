import { limits } from '@tallylight/contract';
import type { Clock } from './clock.ts';
import { LiveError } from './live-error.ts';
import type { Source } from './sfu.ts';

/**
 * Publishers who are on their way to air: connecting, or connected and silent. Few may be at a time, and none
 * may be for long.
 */
export class Candidates {
  readonly #clock: Clock;
  /** Each place is held from before the SFU made the connection until the publisher is on air or gone. */
  readonly #places = new Set<{ source: Source | null }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#places.size;
  }

  /** @throws {LiveError} too-many-pending */
  requireRoom(channel: string): void {
    if (this.#places.size < limits.pendingPublishers) return;
    throw LiveError.tooManyPending(channel, this.#places.size);
  }

  /**
   * Holds a place for a publisher while it connects; there has to be room.
   *
   * @param options.onMedia called when it has something to show; then the place is free
   * @param options.onGone called when it went without ever having had
   */
  async admit(
    connect: () => Promise<Source>,
    options: { onMedia: (source: Source) => void; onGone: () => void },
  ): Promise<Source> {
    const place: { source: Source | null } = { source: null };
    this.#places.add(place);
    try {
      const source = await connect();
      place.source = source;
      const cancel = this.#clock.after(limits.connectMs, () => source.close('silent'));
      source.onMedia(() => {
        cancel();
        if (this.#places.delete(place)) options.onMedia(source);
      });
      source.onClosed(() => {
        cancel();
        if (this.#places.delete(place)) options.onGone();
      });
      return source;
    } catch (error) {
      this.#places.delete(place);
      options.onGone();
      throw error;
    }
  }

  close(): void {
    for (const { source } of this.#places) source?.close();
  }
}

import { LiveError } from '../live/live-error.ts';
import type { Sink } from '../live/sfu.ts';

export type WhepDoorOptions = {
  /** How many viewers the server takes. */
  readonly maxViewers: number;
  /** How many of them may be connecting from one address. */
  readonly maxPendingPerAddress: number;
};

/** Lets viewers in while there is room, and not too many at a time from one address. */
export class WhepDoor {
  readonly #options: WhepDoorOptions;
  readonly #pending = new Map<string, number>();
  #viewers = 0;

  constructor(options: WhepDoorOptions) {
    this.#options = options;
  }

  /**
   * Holds a place while `open` makes the connection, and for as long as that lasts.
   *
   * @throws {LiveError} at-capacity, too-many-pending, or what `open` throws
   */
  async admit(address: string, open: () => Promise<Sink>): Promise<Sink> {
    const { maxViewers, maxPendingPerAddress } = this.#options;
    if (this.#viewers >= maxViewers) throw LiveError.atCapacity(maxViewers);
    const pending = this.#pending.get(address) ?? 0;
    if (pending >= maxPendingPerAddress) throw LiveError.tooManyPendingViewers(pending);
    this.#viewers += 1;
    this.#pending.set(address, pending + 1);
    let isPending = true;
    const settle = (): void => {
      if (!isPending) return;
      isPending = false;
      const left = (this.#pending.get(address) ?? 1) - 1;
      if (left > 0) this.#pending.set(address, left);
      else this.#pending.delete(address);
    };
    try {
      const sink = await open();
      sink.onConnected(settle);
      sink.onClosed(() => {
        settle();
        this.#viewers -= 1;
      });
      return sink;
    } catch (error) {
      settle();
      this.#viewers -= 1;
      throw error;
    }
  }
}

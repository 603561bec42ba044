import type { ChannelView } from '@tallylight/contract';
import { Listeners } from '@tallylight/webrtc';
import { ApiError } from '../api/api-error.ts';

/** What a page knows of a channel; the same object until that changes. */
export type KnownChannel = {
  /** As it was last read; null while it has not been. */
  readonly view: ChannelView | null;
  /** There is none of that name. */
  readonly isUnknown: boolean;
};

/** The last reading of a channel: whoever reads it, the player or the page, all see it. */
export class ChannelReading {
  readonly #read: () => Promise<ChannelView>;
  readonly #listeners = new Listeners();
  #known: KnownChannel = { view: null, isUnknown: false };

  constructor(read: () => Promise<ChannelView>) {
    this.#read = read;
  }

  readonly get = (): KnownChannel => this.#known;
  readonly subscribe = this.#listeners.add;

  /** Reads it now. @throws {ApiError} it can't be read */
  readonly fetch = async (): Promise<ChannelView> => {
    try {
      const view = await this.#read();
      this.#learn({ view, isUnknown: false });
      return view;
    } catch (error) {
      const isUnknown = error instanceof ApiError && error.code === 'channel_unknown';
      if (isUnknown) this.#learn({ ...this.#known, isUnknown });
      throw error;
    }
  };

  #learn(known: KnownChannel): void {
    // Most readings bring nothing new.
    if (JSON.stringify(known) === JSON.stringify(this.#known)) return;
    this.#known = known;
    this.#listeners.notify();
  }
}

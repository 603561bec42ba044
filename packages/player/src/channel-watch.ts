import type { TimerHandle, Timers } from '@tallylight/webrtc';
import type { WatchedChannel } from './channel.ts';

export type ChannelWatchOptions = {
  readonly fetchChannel: () => Promise<WatchedChannel>;
  readonly timers: Timers;
  readonly nowMs: () => number;
  /** The wait between two readings, in ms, asked after each. */
  readonly paceMs: () => number;
  /** Called with every reading. */
  readonly read: (channel: WatchedChannel) => void;
};

/** Reads a channel again and again, and at once when asked. */
export class ChannelWatch {
  readonly #options: ChannelWatchOptions;
  #channel: WatchedChannel | null = null;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #pending: Promise<WatchedChannel | null> | null = null;
  #timer: TimerHandle | null = null;
  #running = false;

  constructor(options: ChannelWatchOptions) {
    this.#options = options;
  }

  /** The last reading; null before the first. */
  get channel(): WatchedChannel | null {
    return this.#channel;
  }

  start(): void {
    this.#running = true;
    void this.refresh();
  }

  stop(): void {
    this.#running = false;
    this.#clear();
  }

  /** Reads it now; those who ask at the same time share a reading. Null when it can't be read. */
  refresh(): Promise<WatchedChannel | null> {
    this.#pending ??= this.#read().finally(() => {
      this.#pending = null;
      this.#arm();
    });
    return this.#pending;
  }

  /** Reads it unless that was done within this time, in ms. */
  async known(maxAgeMs: number): Promise<WatchedChannel | null> {
    const isFresh = this.#options.nowMs() - this.#readAtMs <= maxAgeMs;
    return isFresh ? this.#channel : this.refresh();
  }

  async #read(): Promise<WatchedChannel | null> {
    try {
      const channel = await this.#options.fetchChannel();
      if (!this.#running) return null;
      this.#channel = channel;
      this.#readAtMs = this.#options.nowMs();
      this.#options.read(channel);
      return channel;
    } catch {
      // The next reading may succeed; whoever waits for the broadcast asks the WHEP endpoint meanwhile.
      return null;
    }
  }

  #arm(): void {
    this.#clear();
    if (!this.#running) return;
    const { timers, paceMs } = this.#options;
    this.#timer = timers.setTimeout(() => void this.refresh(), paceMs());
  }

  #clear(): void {
    if (this.#timer !== null) this.#options.timers.clearTimeout(this.#timer);
    this.#timer = null;
  }
}

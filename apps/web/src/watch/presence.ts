import { limits, type Presence as PresenceWord } from '@tallylight/contract';
import type { Via } from '@tallylight/player';
import type { TimerHandle, Timers } from '@tallylight/webrtc';

export type PresenceOptions = {
  /** What the viewer calls itself, on this page and nowhere else. */
  readonly viewer: string;
  /** How the picture comes just now. */
  readonly via: () => Via;
  /** Tells the server; what comes of it is no matter, since the next word follows. */
  readonly say: (word: PresenceWord) => void;
  /** The same, from a page that is being left. */
  readonly sayFarewell: (word: PresenceWord) => void;
  readonly timers: Timers;
  /** The window, or as much of it as tells when the page is left and when it is back. */
  readonly page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
};

/** Tells the server again and again that somebody watches or waits, for as long as the page is open. */
export class Presence {
  readonly #options: PresenceOptions;
  #timer: TimerHandle | null = null;
  #stopped: AbortController | null = null;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stopped !== null) return;
    this.#stopped = new AbortController();
    const { signal } = this.#stopped;
    const { page } = this.#options;
    page.addEventListener('pagehide', () => this.#leave(), { signal });
    // A page that comes back from the back-forward cache has been told to be left.
    page.addEventListener('pageshow', () => this.#comeBack(), { signal });
    this.#come();
  }

  stop(): void {
    if (this.#stopped === null) return;
    this.#stopped.abort();
    this.#stopped = null;
    this.#leave();
  }

  #come(): void {
    this.#disarm();
    this.#options.say(this.#word());
    this.#timer = this.#options.timers.setTimeout(() => this.#come(), limits.presenceEveryMs);
  }

  /** The first time that a page is shown it has not been left. */
  #comeBack(): void {
    if (this.#timer === null) this.#come();
  }

  #leave(): void {
    if (this.#timer === null) return;
    this.#disarm();
    this.#options.sayFarewell({ ...this.#word(), leaving: true });
  }

  #word(): PresenceWord {
    const { viewer, via } = this.#options;
    return { viewer, via: via() };
  }

  #disarm(): void {
    if (this.#timer !== null) this.#options.timers.clearTimeout(this.#timer);
    this.#timer = null;
  }
}

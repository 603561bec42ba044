import { limits } from '@tallylight/contract';
import type { Clock } from './clock.ts';
import { Pace } from './pace.ts';
import type { Places } from './places.ts';
import type { Connection } from './sfu.ts';

export type AttendanceOptions = {
  readonly clock: Clock;
  /** Where those who say that they are there find room, on all channels together. */
  readonly places: Places;
  /** Called after changes of the count, at most once in `tellMs`. */
  readonly onChange: () => void;
};

/** A viewer who said that it is there. */
type Heard = {
  /** Whose place it holds. */
  readonly address: string;
  readonly untilMs: number;
};

/** The least time between two words about the count. */
const tellMs = 250;

/**
 * Who is there on a channel, be it on air or not. A viewer is there while it says so, or has a connected session: the
 * two count once, whichever of them comes, goes or is replaced. A session of nobody is a viewer by itself. Who says that
 * it leaves has gone, though its session may take a while to close.
 */
export class Attendance {
  readonly #options: AttendanceOptions;
  readonly #pace: Pace;
  /** Who was heard of longest ago comes first: so one timer serves them all. */
  readonly #heard = new Map<string, Heard>();
  /** Connected sessions, by viewer. */
  readonly #sessions = new Map<string | symbol, Set<object>>();
  #size = 0;
  #cancelSweep: (() => void) | null = null;

  constructor(options: AttendanceOptions) {
    this.#options = options;
    this.#pace = new Pace({ clock: options.clock, pauseMs: tellMs, tell: options.onChange });
  }

  /** How many viewers are there. */
  get size(): number {
    return this.#size;
  }

  /**
   * A viewer says that it is there. It has gone when it is silent for `limits.presenceMs`.
   *
   * @throws {LiveError} too-many-requests where the address, or the server, has no room for one more
   */
  hear(viewer: string, address: string): void {
    const known = this.#heard.get(viewer);
    if (known === undefined) this.#options.places.take(address);
    const untilMs = this.#options.clock.now() + limits.presenceMs;
    this.#change(viewer, () => {
      this.#heard.delete(viewer);
      this.#heard.set(viewer, { address: known?.address ?? address, untilMs });
    });
    this.#awaitSilence();
  }

  /** A viewer says that it leaves. Its sessions count no longer; one that it makes later does. */
  leave(viewer: string): void {
    this.#change(viewer, () => {
      this.#forget(viewer);
      this.#sessions.delete(viewer);
    });
  }

  /** Counts a session for as long as it is connected. @param viewer null: nobody's */
  admit(session: Pick<Connection, 'onConnected' | 'onClosed'>, viewer: string | null): void {
    const key = viewer ?? Symbol('viewer');
    session.onConnected(() =>
      this.#change(key, () => {
        const sessions = this.#sessions.get(key) ?? new Set();
        this.#sessions.set(key, sessions.add(session));
      }),
    );
    session.onClosed(() =>
      this.#change(key, () => {
        const sessions = this.#sessions.get(key);
        sessions?.delete(session);
        if (sessions?.size === 0) this.#sessions.delete(key);
      }),
    );
  }

  /** Forgets everybody. */
  close(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = null;
    this.#pace.stop();
    for (const viewer of [...this.#heard.keys()]) this.#forget(viewer);
  }

  #isThere(key: string | symbol): boolean {
    return this.#sessions.has(key) || (typeof key === 'string' && this.#heard.has(key));
  }

  /** Keeps the count, whatever `act` does to one viewer. */
  #change(key: string | symbol, act: () => void): void {
    const before = this.#isThere(key);
    act();
    const after = this.#isThere(key);
    if (before === after) return;
    this.#size += after ? 1 : -1;
    this.#pace.note();
  }

  #forget(viewer: string): void {
    const heard = this.#heard.get(viewer);
    if (heard === undefined) return;
    this.#heard.delete(viewer);
    this.#options.places.free(heard.address);
  }

  #awaitSilence(): void {
    const [first] = this.#heard.values();
    if (first === undefined || this.#cancelSweep !== null) return;
    const { clock } = this.#options;
    this.#cancelSweep = clock.after(first.untilMs - clock.now(), () => {
      this.#cancelSweep = null;
      this.#sweep();
      this.#awaitSilence();
    });
  }

  #sweep(): void {
    const nowMs = this.#options.clock.now();
    for (const [viewer, { untilMs }] of this.#heard) {
      if (untilMs > nowMs) return;
      this.#change(viewer, () => this.#forget(viewer));
    }
  }
}

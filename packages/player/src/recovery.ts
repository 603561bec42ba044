import type { TimerHandle, Timers } from '@tallylight/webrtc';

/** What mends a picture over WebRTC that has stalled. */
export type Remedies = {
  readonly requestKeyFrame: () => void;
  readonly lowerLayer: () => void;
  /** Looks for another way to the server under the same session. */
  readonly restartIce: () => void;
  /** Takes a fresh session. */
  readonly reconnect: () => void;
  /** The layer may be again what the viewer chose. */
  readonly restoreLayer: () => void;
};

/**
 * What is done so long after a stall was noticed, in ms, one after the other until frames come again: a packet that
 * was lost takes a key frame, a line that became narrow a lower layer, a network that changed another way. When none of
 * that has helped HLS takes the picture over (see PathChoice), and behind it a fresh session is tried.
 */
const recoveryMs = {
  requestKeyFrame: 0,
  lowerLayer: 200,
  restartIce: 400,
  reconnect: 3_000,
} as const;

/** A line that has just been mended keeps the lower layer for so long, in ms. */
const convalescenceMs = 10_000;

type Step = { readonly atMs: number; readonly act: () => void };

/** The one owner of what is tried for a picture that has stalled within its session. */
export class Recovery {
  readonly #timers: Timers;
  readonly #remedies: Remedies;
  #timer: TimerHandle | null = null;
  #isLowered = false;

  constructor(timers: Timers, remedies: Remedies) {
    this.#timers = timers;
    this.#remedies = remedies;
  }

  /** Frames fail to come. */
  stalled(): void {
    const { requestKeyFrame, lowerLayer, restartIce, reconnect } = this.#remedies;
    this.#run([
      { atMs: recoveryMs.requestKeyFrame, act: requestKeyFrame },
      {
        atMs: recoveryMs.lowerLayer,
        act: () => {
          this.#isLowered = true;
          lowerLayer();
        },
      },
      { atMs: recoveryMs.restartIce, act: restartIce },
      { atMs: recoveryMs.reconnect, act: reconnect },
    ]);
  }

  /** Frames come again. */
  flowing(): void {
    this.#disarm();
    if (!this.#isLowered) return;
    this.#timer = this.#timers.setTimeout(() => this.#restore(), convalescenceMs);
  }

  /** There is nothing to mend any more; a next session begins with what the viewer chose. */
  stop(): void {
    this.#disarm();
    this.#restore();
  }

  #restore(): void {
    if (!this.#isLowered) return;
    this.#isLowered = false;
    this.#remedies.restoreLayer();
  }

  #run(steps: readonly Step[], passedMs = 0): void {
    const [next, ...rest] = steps;
    this.#disarm();
    if (next === undefined) return;
    const go = (): void => {
      next.act();
      this.#run(rest, next.atMs);
    };
    if (next.atMs <= passedMs) go();
    else this.#timer = this.#timers.setTimeout(go, next.atMs - passedMs);
  }

  #disarm(): void {
    if (this.#timer !== null) this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
  }
}

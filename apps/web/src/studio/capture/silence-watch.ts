/** Below this a microphone is not heard: muted in hardware, or the wrong one. Even quiet rooms are louder. */
const silentDb = -58;
/** Nobody needs to be told of a breath between two sentences. */
const afterMs = 5_000;
/** A longer gap between two readings means that the page was hidden, and nothing is known of it. */
const gapMs = 1_000;

/** Notices that a microphone delivers nothing at all. */
export class SilenceWatch {
  #silentSinceMs: number | null = null;
  #lastReadMs = 0;

  /** Tells whether it has been silent for so long that the person should know. */
  hear(level: { readonly levelDb: number; readonly nowMs: number }): boolean {
    const hidden = level.nowMs - this.#lastReadMs > gapMs;
    this.#lastReadMs = level.nowMs;
    if (this.#silentSinceMs === null || hidden || level.levelDb > silentDb)
      this.#silentSinceMs = level.nowMs;
    return level.nowMs - this.#silentSinceMs >= afterMs;
  }
}

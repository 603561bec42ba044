import { Listeners } from '@tallylight/webrtc';
import type { Trouble, TroubleStage } from './trouble.ts';

export type DoctorOptions = {
  readonly nowMs: () => number;
  /** Tells the server of a stage, once for each. */
  readonly report: (stage: TroubleStage, detail: string) => void;
};

/** Keeps what kept the viewer from the picture, by its stage, and tells the server of each once. */
export class Doctor {
  readonly #options: DoctorOptions;
  readonly #listeners = new Listeners();
  #troubles: readonly Trouble[] = [];

  constructor(options: DoctorOptions) {
    this.#options = options;
  }

  /** The latest first; the same array until there is more. */
  readonly get = (): readonly Trouble[] => this.#troubles;
  readonly subscribe = this.#listeners.add;

  note(stage: TroubleStage, detail: string): void {
    const known = this.#troubles.find((trouble) => trouble.stage === stage);
    const trouble = { stage, atMs: this.#options.nowMs(), count: (known?.count ?? 0) + 1, detail };
    this.#troubles = [trouble, ...this.#troubles.filter((other) => other !== known)];
    if (known === undefined) this.#options.report(stage, detail);
    this.#listeners.notify();
  }

  /** Another broadcast begins: its viewers' troubles are counted anew. */
  forget(): void {
    if (this.#troubles.length === 0) return;
    this.#troubles = [];
    this.#listeners.notify();
  }
}

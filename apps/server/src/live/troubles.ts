import { limits, type TroubleStage, troubleStages, type ViewerTrouble } from '@tallylight/contract';
import type { Clock } from './clock.ts';
import { Pace } from './pace.ts';
import type { Places } from './places.ts';

export type TroublesOptions = {
  readonly clock: Clock;
  /** Where reports find room, of all broadcasts together. */
  readonly places: Places;
  /** Called after changes of the list, at most once in `tellMs`. */
  readonly onChange: () => void;
};

/** A viewer's word, and where it comes from. */
export type ViewerReport = {
  readonly viewer: string;
  readonly stage: TroubleStage;
  readonly address: string;
};

/** What is kept of it. */
type Report = { readonly stage: TroubleStage; readonly address: string; readonly untilMs: number };

/** The least time between two words about the list. */
const tellMs = 1_000;

/** Of so many reports it is remembered for the whole broadcast that they came; later ones are told to nobody twice. */
const rememberedCount = 10_000;

/** Why viewers of one broadcast suffer, in numbers: each counts once a stage, for `limits.troubleMs` after its report. */
export class Troubles {
  readonly #options: TroublesOptions;
  readonly #pace: Pace;
  /** By stage and viewer, the oldest first. */
  readonly #reports = new Map<string, Report>();
  readonly #counts = new Map<TroubleStage, number>();
  readonly #remembered = new Set<string>();
  #cancelSweep: (() => void) | null = null;

  constructor(options: TroublesOptions) {
    this.#options = options;
    this.#pace = new Pace({ clock: options.clock, pauseMs: tellMs, tell: options.onChange });
  }

  /** What most suffer from comes first; of equals the one that is earlier on the way. */
  get list(): ViewerTrouble[] {
    return troubleStages
      .flatMap((stage) => {
        const viewers = this.#counts.get(stage) ?? 0;
        return viewers > 0 ? [{ stage, viewers }] : [];
      })
      .sort((one, other) => other.viewers - one.viewers);
  }

  /**
   * A viewer says what is wrong.
   *
   * @returns whether it said so for the first time
   * @throws {LiveError} too-many-requests where there is no room for more
   */
  add(report: ViewerReport): boolean {
    const { viewer, stage } = report;
    const key = `${stage} ${viewer}`;
    const known = this.#reports.get(key);
    if (known === undefined) {
      this.#options.places.take(report.address);
      this.#count(stage, 1);
    }
    const address = known?.address ?? report.address;
    const untilMs = this.#options.clock.now() + limits.troubleMs;
    this.#reports.delete(key);
    this.#reports.set(key, { stage, address, untilMs });
    this.#awaitOldest();
    return this.#isNew(key);
  }

  /** Forgets everything. */
  close(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = null;
    this.#pace.stop();
    for (const { address } of this.#reports.values()) this.#options.places.free(address);
    this.#reports.clear();
    this.#counts.clear();
    this.#remembered.clear();
  }

  #isNew(key: string): boolean {
    if (this.#remembered.has(key) || this.#remembered.size >= rememberedCount) return false;
    this.#remembered.add(key);
    return true;
  }

  #count(stage: TroubleStage, change: 1 | -1): void {
    this.#counts.set(stage, (this.#counts.get(stage) ?? 0) + change);
    this.#pace.note();
  }

  #awaitOldest(): void {
    const [oldest] = this.#reports.values();
    if (oldest === undefined || this.#cancelSweep !== null) return;
    const { clock } = this.#options;
    this.#cancelSweep = clock.after(oldest.untilMs - clock.now(), () => {
      this.#cancelSweep = null;
      this.#sweep();
      this.#awaitOldest();
    });
  }

  #sweep(): void {
    const nowMs = this.#options.clock.now();
    for (const [key, { stage, address, untilMs }] of this.#reports) {
      if (untilMs > nowMs) return;
      this.#reports.delete(key);
      this.#options.places.free(address);
      this.#count(stage, -1);
    }
  }
}

/** What the governor is told each second. */
export type GovernorReading = {
  /** How far the output of the slowest transcoder is behind its input, in ms. */
  readonly lagMs: number;
  /** How much of the whole machine's processor time nobody used, 0 to 1. */
  readonly idleFraction: number;
};

export type GovernorOptions = {
  /** What each transcoded rung is thought to take, in cores, from the lowest rung to the top. */
  readonly costs: readonly number[];
  /** Of the machine. */
  readonly cores: number;
  /** In ms, from anywhere; never goes back. */
  readonly now: () => number;
};

/** In ms. Lag above the first is too much once it grows; above the second in any case. */
const lagOfConcernMs = 1000;
const lagOfAlarmMs = 3000;

/** In ms: what a step is given to show its effect. FFmpeg is started again, on a key frame. */
const settlingMs = 5000;

/** In ms: how long there must have been room before a rung comes back; doubled after each try that failed. */
const firstPatienceMs = 15_000;
const longestPatienceMs = 10 * 60_000;
/** In ms: a rung that is shed again sooner than this has come back in vain. */
const trialMs = 60_000;

/** A rung needs so many times its cost: what else the machine does comes and goes. */
const margin = 1.5;

/**
 * Says how many of the transcoded rungs may run, counted from the lowest: sheds the top one while FFmpeg can't keep
 * up, and lets one come back when there is room. Decides alone, and starts or stops nothing.
 */
export class Governor {
  readonly #options: GovernorOptions;
  #allowed: number;
  #lastLagMs = 0;
  #changedAt: number;
  #roomSince: number | null = null;
  #broughtBackAt: number | null = null;
  #patienceMs = firstPatienceMs;

  constructor(options: GovernorOptions) {
    this.#options = options;
    this.#allowed = options.costs.length;
    this.#changedAt = options.now();
  }

  get allowed(): number {
    return this.#allowed;
  }

  /** FFmpeg was started again: it begins at the last key frame, and is behind until it has caught up. */
  settle(): void {
    this.#changedAt = this.#options.now();
  }

  /** @returns how many rungs may run from now on */
  judge(reading: GovernorReading): number {
    const now = this.#options.now();
    const isGrowing = reading.lagMs > this.#lastLagMs;
    this.#lastLagMs = reading.lagMs;
    const hasRoom = this.#hasRoom(reading);
    this.#roomSince = hasRoom ? (this.#roomSince ?? now) : null;
    if (this.#broughtBackAt !== null && now - this.#broughtBackAt >= trialMs) {
      this.#broughtBackAt = null;
      this.#patienceMs = firstPatienceMs;
    }
    if (now - this.#changedAt < settlingMs) return this.#allowed;
    const isBehind = reading.lagMs > lagOfAlarmMs || (reading.lagMs > lagOfConcernMs && isGrowing);
    if (isBehind && this.#allowed > 0) this.#shed(now);
    else if (this.#roomSince !== null && now - this.#roomSince >= this.#patienceMs) {
      this.#bringBack(now);
    }
    return this.#allowed;
  }

  #hasRoom({ lagMs, idleFraction }: GovernorReading): boolean {
    const cost = this.#options.costs[this.#allowed];
    if (cost === undefined || lagMs > lagOfConcernMs) return false;
    return idleFraction * this.#options.cores >= cost * margin;
  }

  #shed(now: number): void {
    this.#allowed--;
    this.#step(now);
    if (this.#broughtBackAt === null) return;
    this.#broughtBackAt = null;
    this.#patienceMs = Math.min(longestPatienceMs, this.#patienceMs * 2);
  }

  #bringBack(now: number): void {
    this.#allowed++;
    this.#step(now);
    this.#broughtBackAt = now;
  }

  #step(now: number): void {
    this.#changedAt = now;
    this.#roomSince = null;
  }
}

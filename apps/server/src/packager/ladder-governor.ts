import { availableParallelism } from 'node:os';
import type { Clock } from '../live/clock.ts';
import { Governor } from './ffmpeg/governor.ts';
import { rungCost } from './ffmpeg/rung-cost.ts';
import type { Plan } from './plan.ts';

export type LadderGovernorOptions = {
  readonly clock: Clock;
  /** How far FFmpeg is behind, in ms. */
  readonly lagMs: () => number;
  /** What part of the machine's time nobody used since this was last asked, 0 to 1. */
  readonly idleFraction: () => number;
  /** Another number of rungs is to be left out. */
  readonly onChange: (shed: number, before: number) => void;
};

/** How often the machine is looked at, in ms. */
const judgeMs = 1_000;

/** Watches whether the machine keeps up with the rungs that FFmpeg makes, and says how many it may make. */
export class LadderGovernor {
  readonly #options: LadderGovernorOptions;
  #governor: Governor | null = null;
  /** The heights that it decides on, as text. */
  #decidesOn = '';
  #rungs = 0;
  #cancel: (() => void) | undefined;

  constructor(options: LadderGovernorOptions) {
    this.#options = options;
  }

  /** How many rungs are to be left out, from the highest. */
  get shed(): number {
    return this.#rungs - (this.#governor?.allowed ?? this.#rungs);
  }

  /** What is made now, and what is left out. A plan of other rungs is judged anew. */
  follow({ transcoded, shedHeights, best }: Plan): void {
    const made = transcoded.map(({ width, height }) => ({ width, height }));
    const shed = shedHeights.map((height) => ({ width: (height * 16) / 9, height }));
    const rungs = [...shed, ...made];
    if (rungs.length === 0) return;
    const decidesOn = JSON.stringify([best?.origin, rungs.map(({ height }) => height)]);
    if (decidesOn === this.#decidesOn) return;
    this.#decidesOn = decidesOn;
    const now = (): number => this.#options.clock.now();
    const costs = rungs
      .map((size) => rungCost({ ...size, frameRate: 30, bitsPerS: 0 }))
      .toReversed();
    this.#rungs = rungs.length;
    this.#governor = new Governor({ costs, cores: availableParallelism(), now });
    this.#cancel ??= this.#schedule();
  }

  /** FFmpeg was started again, for another reason than a step of the governor. */
  settle(): void {
    this.#governor?.settle();
  }

  close(): void {
    this.#cancel?.();
  }

  #schedule(): () => void {
    return this.#options.clock.after(judgeMs, () => {
      this.#cancel = this.#schedule();
      const before = this.shed;
      const { lagMs, idleFraction } = this.#options;
      this.#governor?.judge({ lagMs: lagMs(), idleFraction: idleFraction() });
      if (this.shed !== before) this.#options.onChange(this.shed, before);
    });
  }
}

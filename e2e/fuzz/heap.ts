import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By how much the heap may grow over a run, in bytes: of 100,000 inputs less than 84 bytes each may stay. */
export const heapGrowthLimit = 8 * 2 ** 20;

/** The heap in the first tenth of a run and in the last, each after a collection. */
export class Heap {
  readonly #collect: () => void;
  readonly #count: number;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.POSITIVE_INFINITY;

  /** @param count how many inputs the run has */
  constructor(count: number) {
    setFlagsFromString('--expose-gc');
    this.#collect = runInNewContext('gc') as () => void;
    this.#count = count;
  }

  /** Looks at the heap where it is time to, twice in each of the two tenths. */
  after(done: number): void {
    const step = Math.max(Math.floor(this.#count / 20), 1);
    if (done % step !== 0) return;
    if (done <= 2 * step) this.#first = Math.min(this.#first, this.#used());
    else if (done > this.#count - 2 * step) this.#last = Math.min(this.#last, this.#used());
  }

  /** Bytes; 0 where the run was too short for both tenths. */
  get growth(): number {
    return Number.isFinite(this.#first + this.#last) ? this.#last - this.#first : 0;
  }

  #used(): number {
    this.#collect();
    return process.memoryUsage().heapUsed;
  }
}

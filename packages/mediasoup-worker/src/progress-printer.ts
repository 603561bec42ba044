import type { WorkerProgress } from './progress.ts';

/** The part of a terminal's stream that is used. */
export type ProgressStream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
};

const barWidth = 24;
const clearLine = '\r\u001b[K';

/** Prints progress: a bar that moves on a terminal, and elsewhere a line every 10 %. */
export class ProgressPrinter {
  readonly #stream: ProgressStream;
  #step = '';
  #tenthsPrinted = 0;
  #barShown = false;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  /** Prints one event. */
  print(event: WorkerProgress): void {
    if (event.kind === 'fraction') this.#fraction(event.step, event.fraction, event.detail);
    else this.line(event.kind === 'note' ? `  ${event.message}` : event.message);
  }

  /** Prints a line of its own, above the bar. */
  line(text: string): void {
    this.#stream.write(`${this.#barShown ? clearLine : ''}${text}\n`);
    this.#barShown = false;
  }

  #fraction(step: string, fraction: number, detail: string): void {
    if (step !== this.#step) {
      this.#step = step;
      this.#tenthsPrinted = 0;
    }
    const percent = `${Math.floor(fraction * 100)}`.padStart(3);
    if (this.#stream.isTTY === true) {
      const full = Math.round(fraction * barWidth);
      const bar = `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`;
      const text = `${bar} ${percent} %  ${detail}`.slice(0, (this.#stream.columns ?? 80) - 1);
      this.#stream.write(`${clearLine}${text}`);
      this.#barShown = true;
      if (fraction === 1) this.line(text);
      return;
    }
    const tenths = Math.floor(fraction * 10);
    if (tenths <= this.#tenthsPrinted) return;
    this.#tenthsPrinted = tenths;
    this.line(`  ${percent} %  ${detail}`);
  }
}

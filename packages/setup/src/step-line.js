import { formatDuration, percent, progressLine } from './progress-bar.js';

/** @typedef {import('./screen.js').Screen} Screen */

const redrawMs = 100;
/** In a log, a step that says nothing of how far it is still says this often that it is alive. */
const signOfLifeMs = 30_000;

/** The line of one step, from its begin to its ✓ or ✗. */
export class StepLine {
  #screen;
  #name;
  #startedAt = performance.now();
  /** @type {number | undefined} */
  #fraction;
  #detail = '';
  #printedTenth = 0;
  #printedAt = performance.now();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {Screen} screen
   * @param {string} name
   */
  constructor(screen, name) {
    this.#screen = screen;
    this.#name = name;
    if (screen.live) {
      this.#timer = setInterval(() => this.#draw(), redrawMs);
      this.#draw();
    } else {
      screen.print(`… ${name}`);
      this.#timer = setInterval(() => this.#printSignOfLife(), signOfLifeMs / 10);
    }
  }

  /** @returns {number} */
  get elapsedMs() {
    return performance.now() - this.#startedAt;
  }

  /**
   * @param {number | undefined} fraction From 0 to 1. It never goes back.
   * @param {string} [detail]
   * @returns {void}
   */
  progress(fraction, detail = this.#detail) {
    this.#detail = detail;
    if (fraction === undefined) return;
    this.#fraction = Math.max(fraction, this.#fraction ?? 0);
    const tenth = Math.floor(this.#fraction * 10);
    if (this.#screen.live || tenth <= this.#printedTenth) return;
    this.#printedTenth = tenth;
    this.#printProgress();
  }

  /**
   * A line that the step's program wrote: shown whole where lines may scroll by, else as the detail.
   *
   * @param {string} text
   * @returns {void}
   */
  echo(text) {
    if (this.#screen.live) {
      this.#detail = text.trim() || this.#detail;
    } else {
      this.#screen.print(`  │ ${text}`);
      this.#printedAt = performance.now();
    }
  }

  /**
   * The program draws its own progress from here on.
   *
   * @returns {void}
   */
  standAside() {
    clearInterval(this.#timer);
    if (this.#screen.live) this.#screen.redraw(`… ${this.#name}\n`);
  }

  /**
   * @param {boolean} good
   * @param {string} [note]
   * @returns {void}
   */
  end(good, note = '') {
    clearInterval(this.#timer);
    if (this.#screen.live) this.#screen.redraw('');
    const mark = good ? this.#screen.paint('green', '✓') : this.#screen.paint('red', '✗');
    const time = this.#screen.paint(
      'dim',
      [formatDuration(this.elapsedMs), note].join('  ').trimEnd(),
    );
    this.#screen.print(`${mark} ${this.#name}  ${time}`);
  }

  #draw() {
    const { columns } = this.#screen;
    this.#screen.redraw(
      progressLine(
        {
          name: this.#name,
          elapsedMs: this.elapsedMs,
          fraction: this.#fraction,
          detail: this.#detail,
        },
        columns,
      ),
    );
  }

  #printProgress() {
    const how = this.#fraction === undefined ? [] : [percent(this.#fraction)];
    const parts = [this.#name, ...how, formatDuration(this.elapsedMs), this.#detail];
    this.#screen.print(`  ${parts.join('  ').trimEnd()}`);
    this.#printedAt = performance.now();
  }

  #printSignOfLife() {
    if (performance.now() - this.#printedAt >= signOfLifeMs) this.#printProgress();
  }
}

import { StepLine } from './step-line.js';

const colours = { green: 32, red: 31, dim: 2, bold: 1 };

/**
 * What the person sees. On a terminal a step's line moves; anywhere else (a log, a pipe, CI) there are plain
 * lines and no control characters.
 */
export class Screen {
  #write;
  #columns;
  #coloured;

  /**
   * @param {object} options
   * @param {(text: string) => void} options.write
   * @param {boolean} options.live
   * @param {boolean} options.coloured
   * @param {() => number} options.columns
   */
  constructor({ write, live, coloured, columns }) {
    this.#write = write;
    this.#columns = columns;
    this.#coloured = coloured;
    /** Whether a line may be drawn over. */
    this.live = live;
  }

  /**
   * @param {NodeJS.WriteStream} stream
   * @param {NodeJS.ProcessEnv} env
   * @returns {Screen}
   */
  static on(stream, env) {
    // A CI service may well lend a terminal; its log is still read as text.
    const live = stream.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'];
    return new Screen({
      write: (text) => stream.write(text),
      live,
      coloured: live && !env['NO_COLOR'],
      // A terminal that does not know its size says 0.
      columns: () => stream.columns || 80,
    });
  }

  /**
   * @param {string} [text]
   * @returns {void}
   */
  print(text = '') {
    this.#write(`${text}\n`);
  }

  /**
   * Draws over the line the cursor is in; an empty text clears it.
   *
   * @param {string} text
   * @returns {void}
   */
  redraw(text) {
    this.#write(`\r\u001b[K${text}`);
  }

  get columns() {
    return this.#columns();
  }

  /**
   * @param {keyof typeof colours} colour
   * @param {string} text
   * @returns {string}
   */
  paint(colour, text) {
    return this.#coloured ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
  }

  /**
   * @param {string} name
   * @returns {StepLine}
   */
  begin(name) {
    return new StepLine(this, name);
  }
}

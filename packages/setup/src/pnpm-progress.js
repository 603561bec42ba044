/**
 * npm says this of any setting that newer versions will drop; it has nothing to do with this project.
 */
const npmSettingNoise = /^npm warn Unknown \w+ config /;

/**
 * The packages bring tools that the pinned Node runs, while pnpm itself runs on the machine's older one and
 * warns of each.
 */
const engineNoise = 'pnpm:install-check';

/** Follows an install by what `pnpm --reporter=ndjson` writes. */
export class PnpmProgress {
  #resolved = new Set();
  #imported = 0;
  /** @type {Map<string, number>} Bytes of each package being fetched. */
  #sizes = new Map();
  /** @type {Map<string, number>} */
  #fetchedBytes = new Map();
  #fetched = new Set();

  /**
   * From 0 to 1: half of the work is fetching the packages, half putting them in place.
   *
   * @returns {number | undefined} Not known before the first package is.
   */
  get fraction() {
    if (this.#resolved.size === 0) return undefined;
    let fetched = this.#fetched.size;
    for (const [name, bytes] of this.#fetchedBytes) {
      if (!this.#fetched.has(name))
        fetched += bytes / (this.#sizes.get(name) ?? Number.POSITIVE_INFINITY);
    }
    return (fetched + this.#imported) / (2 * this.#resolved.size);
  }

  /** @returns {string} */
  get detail() {
    if (this.#resolved.size === 0) return 'checking the lock file';
    let bytes = 0;
    for (const fetched of this.#fetchedBytes.values()) bytes += fetched;
    const packages = `${this.#imported || this.#fetched.size} of ${this.#resolved.size} packages`;
    return bytes === 0 ? packages : `${packages}, ${(bytes / 1e6).toFixed(0)} MB`;
  }

  /**
   * @param {string} line
   * @returns {string | undefined} What of it a person would want to read.
   */
  read(line) {
    const event = parse(line);
    if (event === undefined) return npmSettingNoise.test(line) ? undefined : line;
    const { name, level, status, packageId } = event;
    if (name === 'pnpm:progress') this.#note(status, packageId);
    if (name === 'pnpm:fetching-progress') this.#noteBytes(event);
    if ((level === 'error' || level === 'warn') && name !== engineNoise) return event.message;
    return undefined;
  }

  /**
   * @param {string | undefined} status
   * @param {string} packageId Not given with `imported`.
   */
  #note(status, packageId) {
    if (status === 'resolved') this.#resolved.add(packageId);
    if (status === 'fetched' || status === 'found_in_store') {
      this.#fetched.add(packageId);
      const size = this.#sizes.get(packageId);
      if (size !== undefined) this.#fetchedBytes.set(packageId, size);
    }
    if (status === 'imported') this.#imported += 1;
  }

  /** @param {PnpmEvent} event */
  #noteBytes({ packageId, size, downloaded }) {
    if (size !== undefined) this.#sizes.set(packageId, size);
    if (downloaded !== undefined) this.#fetchedBytes.set(packageId, downloaded);
  }
}

/**
 * @typedef {object} PnpmEvent
 * @property {string} name
 * @property {string} [level]
 * @property {string} [message]
 * @property {string} [status]
 * @property {string} packageId
 * @property {number} [size]
 * @property {number} [downloaded]
 */

/**
 * @param {string} line
 * @returns {PnpmEvent | undefined}
 */
function parse(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

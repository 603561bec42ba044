const prefix = 'tallylight:key:';

/**
 * The stream keys of this tab. A key comes in the fragment of the studio link, which browsers send to no
 * server, and stays in the tab's session storage so that a reload finds it.
 */
export class StreamKeys {
  readonly #storage: () => Storage;
  /** Where the browser keeps nothing for this site, the key lives as long as the page. */
  readonly #memory = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  /** @param storage read anew each time: a browser that blocks storage throws on the access itself */
  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  get(channel: string): string | null {
    const remembered = this.#memory.get(channel);
    if (remembered !== undefined) return remembered;
    try {
      return this.#storage().getItem(prefix + channel);
    } catch {
      return null;
    }
  }

  /** Calls `listener` after a key was kept; returns what undoes it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  keep(channel: string, key: string): void {
    this.#memory.set(channel, key);
    try {
      this.#storage().setItem(prefix + channel, key);
    } catch {
      // The memory has it.
    }
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The key in a fragment such as `key=…`, with or without its hash sign; null when it carries none. */
export function keyInFragment(fragment: string): string | null {
  const key = new URLSearchParams(fragment.replace(/^#/, '')).get('key');
  return key === null || key.trim() === '' ? null : key.trim();
}

/** The key in what a person pasted: the key itself, or the whole studio link. */
export function keyInText(text: string): string | null {
  const hash = text.indexOf('#');
  if (hash !== -1) return keyInFragment(text.slice(hash));
  const key = text.trim();
  return key === '' || /\s|\//.test(key) ? null : key;
}

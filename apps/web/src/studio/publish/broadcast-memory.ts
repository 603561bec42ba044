import { keptMembers } from '../../kept-members.ts';

/** How a broadcast was sent when its page went away. */
export type RememberedBroadcast = {
  /** Null where no camera was sent; false where it was switched off. */
  readonly camera: boolean | null;
  /** Likewise. */
  readonly microphone: boolean | null;
};

const prefix = 'tallylight:on-air:';

/**
 * What this tab had on air, kept for as long as the server waits for a return: a reload takes up from it.
 */
export class BroadcastMemory {
  readonly #storage: () => Storage;
  readonly #nowMs: () => number;

  /**
   * @param storage of the tab; read anew each time: a browser that blocks storage throws on the access itself
   * @param nowMs this machine's clock, in ms since 1970
   */
  constructor(storage: () => Storage, nowMs: () => number) {
    this.#storage = storage;
    this.#nowMs = nowMs;
  }

  /** @param graceMs how long the server waits */
  keep(channel: string, broadcast: RememberedBroadcast, graceMs: number): void {
    const untilMs = this.#nowMs() + graceMs;
    this.#use((storage) =>
      storage.setItem(prefix + channel, JSON.stringify({ ...broadcast, untilMs, graceMs })),
    );
  }

  /** Null where there was none, or the server has given up by now. */
  recall(channel: string): RememberedBroadcast | null {
    const text = this.#use((storage) => storage.getItem(prefix + channel));
    if (text == null) return null;
    const { untilMs, graceMs, camera, microphone } = read(text);
    const leftMs = Number(untilMs) - this.#nowMs();
    // More left than there ever was: the clock was set back.
    if (!(leftMs > 0 && leftMs <= Number(graceMs))) return null;
    return { camera: toSwitch(camera), microphone: toSwitch(microphone) };
  }

  forget(channel: string): void {
    this.#use((storage) => storage.removeItem(prefix + channel));
  }

  /** Without storage there is no memory, and nothing else is lost. */
  #use<T>(act: (storage: Storage) => T): T | null {
    try {
      return act(this.#storage());
    } catch {
      return null;
    }
  }
}

function read(text: string): ReturnType<typeof keptMembers> {
  try {
    return keptMembers(JSON.parse(text));
  } catch {
    return {};
  }
}

function toSwitch(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

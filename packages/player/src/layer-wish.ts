import type { WatchedLayer } from '@tallylight/webrtc';
import { fittingLayer } from './fitting-layer.ts';

/** As much of a session as layers are chosen with. */
export type LayeredSession = {
  readonly getNews: () => { readonly layers: readonly WatchedLayer[] };
  readonly selectLayer: (id: string | null) => Promise<void>;
};

/** Which layer is asked of a session: what the viewer chose, or less while the line can't carry that. */
export class LayerWish {
  #session: LayeredSession | null = null;
  /** In pixels; null for the best there is. */
  #chosenHeight: number | null = null;
  #ceiling: number | null = null;
  #asked: string | null = null;

  /** Asks this session from now on; a fresh one sends what it likes. Null: there is none. */
  of(session: LayeredSession | null): void {
    this.#session = session;
    this.#asked = null;
    this.tell();
  }

  choose(height: number | null): void {
    this.#chosenHeight = height;
    this.tell();
  }

  /** Asks for less than what comes now, where there is less. @param height of what comes, in pixels */
  lower(height: number): void {
    const lower = this.#layers.filter((layer) => layer.height !== null && layer.height < height);
    const next = lower.at(-1)?.height ?? null;
    if (next === null) return;
    this.#ceiling = next;
    this.tell();
  }

  restore(): void {
    this.#ceiling = null;
    this.tell();
  }

  /** Asks again where what there is to choose from has changed. */
  tell(): void {
    const heights = [this.#chosenHeight, this.#ceiling].filter((height) => height !== null);
    const wanted = heights.length === 0 ? null : fittingLayer(this.#layers, Math.min(...heights));
    if (this.#session === null || wanted === this.#asked) return;
    this.#asked = wanted;
    void this.#session.selectLayer(wanted);
  }

  get #layers(): readonly WatchedLayer[] {
    return this.#session?.getNews().layers ?? [];
  }
}

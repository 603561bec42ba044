import type { Clock } from './clock.ts';
import { awaitKeyFrame } from './key-frames.ts';
import type { Sink } from './sfu.ts';
import { WantedLayers } from './wanted-layers.ts';

/** The viewers of a broadcast over WebRTC: how many there are and which layers they take. */
export class Audience {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #sinks = new Set<Sink>();
  readonly #wanted: WantedLayers;
  #connected = 0;
  /** Those who take all layers without being viewers. */
  #takers = 0;

  /** @param onChange called after every change of the count or of what is wanted */
  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#wanted = new WantedLayers(clock, onChange);
  }

  /** Viewers who are connected. */
  get size(): number {
    return this.#connected;
  }

  /** How many layers, from the lowest, somebody takes. */
  get wantedLayers(): number {
    return this.#wanted.count;
  }

  add(sink: Sink): void {
    this.#sinks.add(sink);
    this.judgeLayers();
    let counted = false;
    sink.onConnected(() => {
      counted = true;
      this.#connected += 1;
      this.#onChange();
    });
    sink.onClosed(() => {
      this.#sinks.delete(sink);
      this.judgeLayers();
      if (!counted) return;
      this.#connected -= 1;
      this.#onChange();
    });
    awaitKeyFrame(sink, this.#clock);
  }

  /** Has all layers wanted until what is returned is called. */
  takeAllLayers(): () => void {
    let taking = true;
    this.#takers += 1;
    this.judgeLayers();
    return () => {
      if (!taking) return;
      taking = false;
      this.#takers -= 1;
      this.judgeLayers();
    };
  }

  /** Looks again at what the viewers may get. */
  judgeLayers(): void {
    const tops = [...this.#sinks].map(({ topLayer }) => topLayer);
    this.#wanted.update(this.#takers > 0 ? [...tops, null] : tops);
  }

  close(): void {
    for (const sink of this.#sinks) sink.close();
    this.#wanted.stop();
  }
}

import type { Attendance } from './attendance.ts';
import type { Clock } from './clock.ts';
import { awaitKeyFrame } from './key-frames.ts';
import type { Sink } from './sfu.ts';
import { WantedLayers } from './wanted-layers.ts';

/** The viewers of a broadcast over WebRTC: which layers they take. */
export class Audience {
  readonly #clock: Clock;
  readonly #attendance: Attendance;
  readonly #sinks = new Set<Sink>();
  readonly #wanted: WantedLayers;
  /** Those who take all layers without being viewers. */
  #takers = 0;

  /**
   * @param options.attendance where they are counted
   * @param options.onChange called after every change of what is wanted
   */
  constructor(options: {
    readonly clock: Clock;
    readonly attendance: Attendance;
    readonly onChange: () => void;
  }) {
    this.#clock = options.clock;
    this.#attendance = options.attendance;
    this.#wanted = new WantedLayers(options.clock, options.onChange);
  }

  /** How many layers, from the lowest, somebody takes. */
  get wantedLayers(): number {
    return this.#wanted.count;
  }

  /** @param viewer whose it is, as its page says; null: nobody's */
  add(sink: Sink, viewer: string | null): void {
    this.#sinks.add(sink);
    this.judgeLayers();
    this.#attendance.admit(sink, viewer);
    sink.onClosed(() => {
      this.#sinks.delete(sink);
      this.judgeLayers();
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

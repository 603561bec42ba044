import type { types } from 'mediasoup';

/** How often it is measured, in ms. */
const measureMs = 2_000;

/** A change by less than this part is not worth telling. */
const worthTelling = 0.25;

/** Measures what comes in on each layer of a publisher's video, and tells of what changes much. */
export class LayerBitrates {
  readonly #onChange: () => void;
  #told: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Of the layer with this index among the producer's encodings, in bit/s. */
  of(index: number): number {
    return this.#told[index] ?? 0;
  }

  /** Measures this producer from now on, again at once when a layer comes or goes. */
  follow(producer: types.Producer): void {
    this.stop();
    this.#told = [];
    const measure = (): void => {
      // Whoever asks a producer that has just closed gets no numbers, and needs none.
      this.#measure(producer).catch(() => undefined);
    };
    this.#timer = setInterval(measure, measureMs);
    producer.on('score', measure);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #measure(producer: types.Producer): Promise<void> {
    const stats = await producer.getStats();
    const measured = (producer.rtpParameters.encodings ?? []).map(({ rid, ssrc }) => {
      const stream = stats.find((entry) =>
        rid === undefined ? entry.ssrc === ssrc : entry.rid === rid,
      );
      return stream?.bitrate ?? 0;
    });
    if (!measured.some((bitsPerS, index) => isNews(this.of(index), bitsPerS))) return;
    this.#told = measured;
    this.#onChange();
  }
}

function isNews(told: number, measured: number): boolean {
  if (told === 0 || measured === 0) return told !== measured;
  return Math.abs(measured - told) > told * worthTelling;
}

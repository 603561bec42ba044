/** The bottom of the meter: quieter than a silent room through any microphone. */
const floorDb = -60;

/** Measures how loud a microphone is, now. */
export class LevelMeter {
  readonly #createContext: () => AudioContext;
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #samples = new Float32Array(0);

  constructor(options: { readonly createContext: () => AudioContext }) {
    this.#createContext = options.createContext;
  }

  /** Listens to `track` from now on. It is not played anywhere. */
  start(track: MediaStreamTrack): void {
    this.stop();
    const context = this.#createContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    this.#samples = new Float32Array(analyser.fftSize);
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(analyser);
    this.#context = context;
    this.#analyser = analyser;
    this.wake();
  }

  /** A browser may hold audio back until the person touched the page; call it then. */
  wake(): void {
    if (this.#context?.state === 'suspended') this.#context.resume().catch(() => undefined);
  }

  stop(): void {
    this.#source?.disconnect();
    this.#context?.close().catch(() => undefined);
    this.#context = null;
    this.#analyser = null;
    this.#source = null;
  }

  /** The peak of the last moment in dBFS; null while the browser holds audio back. */
  readDb(): number | null {
    if (this.#context?.state !== 'running' || !this.#analyser) return null;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return peakDb(this.#samples);
  }
}

/** The highest sample in dBFS, never below the meter's floor. */
export function peakDb(samples: Iterable<number>): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return Math.max(floorDb, 20 * Math.log10(peak));
}

/** Where a level stands on the meter, 0 to 1. */
export function meterFraction(levelDb: number): number {
  return Math.min(1, Math.max(0, 1 - levelDb / floorDb));
}

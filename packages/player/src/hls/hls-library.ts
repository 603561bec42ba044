import Hls, { type HlsConfig, type LevelDetails, type LoadPolicy } from 'hls.js';
import { tendTracker } from './fragment-tracking.ts';

/**
 * hls.js, set up for live pictures with low latency. Loaded when it is needed: it is larger than the rest of the page.
 */

/** A request ends after this, in ms; the server holds some for three target durations of up to 6 s. */
const firstByteMs = 20_000;

/** Requests are tried once: when to try again is decided in one place, the HlsLoop. */
const once: LoadPolicy = {
  default: {
    maxTimeToFirstByteMs: firstByteMs,
    maxLoadTimeMs: firstByteMs,
    timeoutRetry: null,
    errorRetry: null,
  },
};

const settings: Partial<HlsConfig> = {
  lowLatencyMode: true,
  // Fragmented MP4 is handed on nearly as it is, and a worker takes 100 ms to begin.
  enableWorker: false,
  startFragPrefetch: true,
  // To begin with what most lines carry; it measures from then on.
  abrEwmaDefaultEstimate: 3_000_000,
  // The rate is the session's: hls.js only plays faster, never slower.
  maxLiveSyncPlaybackRate: 1,
  // Further behind after a stall, by no more than a part.
  liveSyncOnStallIncrease: 0.25,
  backBufferLength: 30,
  maxBufferLength: 20,
  detectStallWithCurrentTimeMs: 700,
  enableInterstitialPlayback: false,
  manifestLoadPolicy: once,
  playlistLoadPolicy: once,
  fragLoadPolicy: once,
};

export { ErrorTypes, Events } from 'hls.js';

/** Whether there are Media Source Extensions, or Apple's managed ones. */
export function isSupported(): boolean {
  return Hls.isSupported();
}

/** Where to begin in what a first playlist lists, in seconds of the timeline; null: near live. */
export type StartPlace = (details: LevelDetails) => number | null;

/** A fresh player, attached to nothing. */
export function createHls(startPlace: StartPlace): Hls {
  const { streamController: Picture, audioStreamController: Sound } = Hls.DefaultConfig;
  if (Sound === undefined) throw new TypeError('This build of hls.js has no sound of its own.');
  return new Hls({
    ...settings,
    streamController: exactPicture(Picture, startPlace),
    audioStreamController: placedSound(Sound, startPlace),
  });
}

type PictureController = HlsConfig['streamController'];
type SoundController = NonNullable<HlsConfig['audioStreamController']>;

/** hls.js takes a place to begin at before it knows the dates; they are in the first playlist. */
function exactPicture(Picture: PictureController, startPlace: StartPlace): PictureController {
  return class extends Picture {
    constructor(...parts: ConstructorParameters<PictureController>) {
      super(...parts);
      const [hls, tracker] = parts;
      tendTracker(hls, tracker);
    }

    protected override setStartPosition(details: LevelDetails, sliding: number): void {
      if (this.startPosition === -1) this.startPosition = startPlace(details) ?? -1;
      super.setStartPosition(details, sliding);
    }
  };
}

function placedSound(Sound: SoundController, startPlace: StartPlace): SoundController {
  return class extends Sound {
    protected override setStartPosition(details: LevelDetails, sliding: number): void {
      if (this.startPosition === -1) this.startPosition = startPlace(details) ?? -1;
      super.setStartPosition(details, sliding);
    }
  };
}

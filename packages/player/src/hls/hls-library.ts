import Hls, { type HlsConfig, type LoadPolicy } from 'hls.js';

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

/**
 * How far a buffered range may miss a segment's end and still be taken for all of it, in seconds: less than a frame.
 *
 * hls.js allows 0.2 s. A segment whose last part is shorter than that is then taken for loaded when that part is
 * missing, and asked for in vain until it leaves the playlist: the picture stands still for three target durations.
 */
const trackingPaddingS = 0.01;

const settings: Partial<HlsConfig> = {
  lowLatencyMode: true,
  // Fragmented MP4 is handed on nearly as it is, and a worker takes 100 ms to begin.
  enableWorker: false,
  startFragPrefetch: true,
  // To begin with what most lines carry; it measures from then on.
  abrEwmaDefaultEstimate: 3_000_000,
  maxLiveSyncPlaybackRate: 1.1,
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

/** A fresh player, attached to nothing. */
export function createHls(): Hls {
  return new Hls({ ...settings, streamController: exactStreamController() });
}

function exactStreamController(): HlsConfig['streamController'] {
  return class extends Hls.DefaultConfig.streamController {
    constructor(...parts: ConstructorParameters<HlsConfig['streamController']>) {
      super(...parts);
      const [, tracker] = parts;
      Object.assign(tracker, { bufferPadding: trackingPaddingS });
    }
  };
}

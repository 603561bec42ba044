import type { WatchedLayer } from '@tallylight/webrtc';
import type Hls from 'hls.js';
import type { ErrorData, LevelDetails } from 'hls.js';
import { fittingLayer } from '../fitting-layer.ts';
import { PlaybackError } from '../playback-error.ts';
import { bufferedAheadS } from './buffered.ts';
import { type MomentSpan, momentAt, placeOf, roundingS, spanOf } from './dated-timeline.ts';
import type { HlsSession, HlsSessionFacts, HlsSessionOptions } from './hls-session.ts';
import { paceOf } from './pace.ts';
import { partsFrom } from './read-ahead.ts';
import { StallCalm } from './stall-calm.ts';

/** What hls.js is to the session: the module that is loaded when it is needed. */
export type HlsLibrary = Pick<
  typeof import('./hls-library.ts'),
  'createHls' | 'isSupported' | 'Events' | 'ErrorTypes'
>;

/**
 * Behind PART-HOLD-BACK by this, in seconds: what a viewer who has just joined is behind it anyway, and what keeps the
 * playback rate from hunting.
 */
const spareS = 0.25;
/** Further than this behind its aim it jumps, in seconds; nearer it catches up by playing faster. */
const jumpS = 3;
/** What is gone to must lie so far before the last that is listed, in seconds: of what is on air more comes … */
const leastAheadS = 0.1;
/** … and what is over must have some frames left to show. */
const lastMomentS = 0.5;

/** Plays by hls.js, in browsers with Media Source Extensions. */
export class HlsJsSession implements HlsSession {
  readonly #options: HlsSessionOptions;
  readonly #hls: Hls;
  readonly #library: HlsLibrary;
  readonly #closed = new AbortController();
  #layers: readonly WatchedLayer[] = [];
  #media: HlsSession['media'] = null;
  #maxHeight: number | null = null;
  #holdBackS = 0;
  /** Whether it holds its distance to live. */
  #isLive: boolean;
  #hasReadAhead = false;
  readonly #calm = new StallCalm();

  constructor(options: HlsSessionOptions, library: HlsLibrary) {
    this.#options = options;
    this.#library = library;
    this.#isLive = options.isLive;
    this.#hls = library.createHls((details) => this.#startPlace(details));
    this.#letJump();
  }

  get layers(): readonly WatchedLayer[] {
    return this.#layers;
  }

  get media(): HlsSession['media'] {
    return this.#media;
  }

  get span(): MomentSpan | null {
    const details = this.#hls.latestLevelDetails;
    return details === null ? null : spanOf(details);
  }

  start(): void {
    const { url, video, ended, playable } = this.#options;
    const { Events } = this.#library;
    const hls = this.#hls;
    // Not before: a new source ends a play() that is under way.
    hls.on(Events.MEDIA_ATTACHED, playable);
    hls.on(Events.MANIFEST_PARSED, () => this.#parsed());
    hls.on(Events.LEVEL_UPDATED, (_event, { details }) => this.#aim(details));
    hls.on(Events.ERROR, (_event, data) => this.#failed(data));
    const { signal } = this.#closed;
    video.addEventListener('ended', ended, { signal });
    video.addEventListener('seeked', () => this.#calm.moved(video.currentTime), { signal });
    video.addEventListener('timeupdate', () => this.#keepPace(), { signal });
    hls.loadSource(url);
    hls.attachMedia(video);
  }

  resume({ reason }: PlaybackError): void {
    if (reason === 'media') this.#hls.recoverMediaError();
    else if (this.#hls.levels.length === 0) this.#hls.loadSource(this.#options.url);
    else this.#hls.startLoad();
  }

  toLive(): void {
    this.#setLive(true);
    const { liveSyncPosition } = this.#hls;
    const { video } = this.#options;
    if (liveSyncPosition !== null && liveSyncPosition - video.currentTime > 1) {
      video.currentTime = liveSyncPosition;
    }
  }

  toMoment(capturedAtMs: number, isLive: boolean): void {
    this.#setLive(isLive);
    const details = this.#hls.latestLevelDetails;
    const placeS = details === null ? null : placeOf(details, capturedAtMs);
    if (details === null || placeS === null) return;
    const lastS = details.edge - (details.live ? leastAheadS : lastMomentS);
    this.#options.video.currentTime = Math.max(this.#firstS(details), Math.min(placeS, lastS));
  }

  setMaxHeight(height: number | null): void {
    this.#maxHeight = height;
    if (this.#hls.levels.length === 0) return;
    const wanted = height === null ? null : fittingLayer(this.#layers, height);
    const level = wanted === null ? -1 : Number(wanted);
    if (level !== this.#hls.manualLevel) this.#hls.loadLevel = level;
  }

  capturedAtMs(mediaTimeS: number): number | null {
    const details = this.#hls.latestLevelDetails;
    return details === null ? null : momentAt(details, mediaTimeS);
  }

  facts(): HlsSessionFacts | null {
    const level = this.#hls.levels[Math.max(0, this.#hls.currentLevel)];
    if (level === undefined) return null;
    const { width, height, bitrate, videoCodec, audioCodec } = level;
    const line = this.#hls.bandwidthEstimate;
    return {
      width: width > 0 ? width : null,
      height: height > 0 ? height : null,
      bitsPerS: bitrate > 0 ? bitrate : null,
      videoCodec: videoCodec ?? null,
      audioCodec: audioCodec ?? null,
      lineBitsPerS: Number.isFinite(line) ? line : null,
    };
  }

  close(): void {
    this.#closed.abort();
    this.#hls.destroy();
    this.#options.video.playbackRate = 1;
  }

  #startPlace(details: LevelDetails): number | null {
    const { fromMs } = this.#options;
    const placeS = fromMs === null ? null : placeOf(details, fromMs);
    // What is not listed yet can't be begun with.
    const latestS = details.edge - leastAheadS;
    const startS =
      placeS === null ? null : Math.max(this.#firstS(details), Math.min(placeS, latestS));
    this.#readAhead(details, startS ?? details.edge - details.partHoldBack - spareS);
    return startS;
  }

  /**
   * Where both picture and sound are listed from on, in seconds of the element's timeline. The one may begin some ms
   * after the other, and for a place before its first segment hls.js loads the newest.
   */
  #firstS({ fragmentStart }: LevelDetails): number {
    const { audioTracks, audioTrack } = this.#hls;
    const soundS = audioTracks[audioTrack]?.details?.fragmentStart ?? fragmentStart;
    return Math.max(fragmentStart, soundS) + roundingS;
  }

  /**
   * hls.js asks for one part at a time, and a picture begins with its segment: those up to here are asked for together,
   * and hls.js finds them in the browser's cache.
   */
  #readAhead(details: LevelDetails, fromS: number): void {
    // The sound is asked for its place in the same pictures.
    if (this.#hasReadAhead) return;
    this.#hasReadAhead = true;
    for (const url of partsFrom(details, fromS)) this.#options.readAhead(url);
  }

  #parsed(): void {
    const { levels, audioTracks } = this.#hls;
    this.#layers = levels
      .map(({ height }, index) => ({ id: String(index), height: height > 0 ? height : null }))
      .sort((a, b) => (a.height ?? 0) - (b.height ?? 0));
    const hasPicture = levels.some(({ videoCodec }) => videoCodec !== undefined);
    const hasSound =
      audioTracks.length > 0 || levels.some(({ audioCodec }) => audioCodec !== undefined);
    this.#media = { audio: hasSound, video: hasPicture };
    this.setMaxHeight(this.#maxHeight);
    this.#options.changed();
  }

  #setLive(isLive: boolean): void {
    this.#isLive = isLive;
    this.#letJump();
    if (!isLive) this.#options.video.playbackRate = 1;
  }

  /** Who watches what has been is not called back to live. */
  #letJump(): void {
    const isAiming = this.#isLive && this.#holdBackS > 0;
    this.#hls.config.liveMaxLatencyDuration = isAiming
      ? this.#holdBackS + jumpS
      : Number.POSITIVE_INFINITY;
  }

  /** The playlist tells how near one may come (EXT-X-SERVER-CONTROL). */
  #aim({ partHoldBack, holdBack }: LevelDetails): void {
    const holdBackS = partHoldBack > 0 ? partHoldBack + spareS : holdBack;
    const { currentTime } = this.#options.video;
    const isSame = holdBackS === this.#holdBackS;
    if (holdBackS <= 0 || (isSame && !this.#calm.isOver(currentTime))) return;
    this.#holdBackS = holdBackS;
    this.#calm.returned(currentTime);
    // This forgets stalls, too.
    this.#hls.targetLatency = holdBackS;
    this.#letJump();
  }

  #keepPace(): void {
    const { video } = this.#options;
    const { latestLevelDetails: details, latency, targetLatency } = this.#hls;
    if (!this.#isLive || details?.live !== true || targetLatency === null || latency <= 0) return;
    const rate = paceOf(video.playbackRate, latency - targetLatency, bufferedAheadS(video));
    if (rate !== video.playbackRate) video.playbackRate = rate;
  }

  #failed({ fatal, type, details, response, error }: ErrorData): void {
    if (details === 'bufferStalledError') this.#calm.stalled(this.#options.video.currentTime);
    if (!fatal) return;
    const { NETWORK_ERROR } = this.#library.ErrorTypes;
    const code = response?.code ?? 0;
    const status = code > 0 ? code : null;
    this.#options.troubled(
      type === NETWORK_ERROR
        ? PlaybackError.network(details, status, error)
        : PlaybackError.media(details, error),
    );
  }
}

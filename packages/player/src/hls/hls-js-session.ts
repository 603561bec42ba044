import type { WatchedLayer } from '@tallylight/webrtc';
import type Hls from 'hls.js';
import type { ErrorData, LevelDetails, MediaFragment } from 'hls.js';
import { PlaybackError } from '../playback-error.ts';
import { fittingLayer } from '../whep-engine.ts';
import type { HlsSession, HlsSessionOptions } from './hls-session.ts';
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
  readonly #calm = new StallCalm();

  constructor(options: HlsSessionOptions, library: HlsLibrary) {
    this.#options = options;
    this.#library = library;
    this.#hls = library.createHls();
  }

  get layers(): readonly WatchedLayer[] {
    return this.#layers;
  }

  get media(): HlsSession['media'] {
    return this.#media;
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
    hls.loadSource(url);
    hls.attachMedia(video);
  }

  resume({ reason }: PlaybackError): void {
    if (reason === 'media') this.#hls.recoverMediaError();
    else if (this.#hls.levels.length === 0) this.#hls.loadSource(this.#options.url);
    else this.#hls.startLoad();
  }

  toLive(): void {
    const { liveSyncPosition } = this.#hls;
    const { video } = this.#options;
    if (liveSyncPosition !== null && liveSyncPosition - video.currentTime > 1) {
      video.currentTime = liveSyncPosition;
    }
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
    if (details === null) return null;
    const fragment = fragmentAt(details, mediaTimeS);
    const startedAtMs = fragment?.programDateTime ?? null;
    if (fragment === undefined || startedAtMs === null) return null;
    return startedAtMs + (mediaTimeS - fragment.start) * 1000;
  }

  close(): void {
    this.#closed.abort();
    this.#hls.destroy();
    this.#options.video.playbackRate = 1;
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
    this.#hls.config.liveMaxLatencyDuration = holdBackS + jumpS;
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

function fragmentAt(details: LevelDetails, mediaTimeS: number): MediaFragment | undefined {
  const { fragments, fragmentHint } = details;
  if (fragmentHint !== undefined && fragmentHint.start <= mediaTimeS) return fragmentHint;
  // A time stamp may lie a rounding before the segment that it begins.
  return fragments.findLast(({ start }) => start <= mediaTimeS + 0.001) ?? fragments[0];
}

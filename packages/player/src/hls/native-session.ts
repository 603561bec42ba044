import { PlaybackError } from '../playback-error.ts';
import type { HlsSession, HlsSessionFacts, HlsSessionOptions } from './hls-session.ts';

/** Safari tells the date at which its timeline begins. */
type DatedVideo = HTMLVideoElement & { readonly getStartDate?: () => Date };

export const nativeType = 'application/vnd.apple.mpegurl';

/** Plays by the browser's own HLS, where there are no Media Source Extensions. */
export class NativeSession implements HlsSession {
  readonly #options: HlsSessionOptions;
  readonly #closed = new AbortController();
  #media: HlsSession['media'] = null;
  readonly layers = [];

  constructor(options: HlsSessionOptions) {
    this.#options = options;
  }

  get media(): HlsSession['media'] {
    return this.#media;
  }

  start(): void {
    const { video, ended, troubled, changed, fromMs } = this.#options;
    const { signal } = this.#closed;
    video.addEventListener('ended', ended, { signal });
    video.addEventListener(
      'error',
      () => {
        const { error } = video;
        const isNetwork = error?.code === MediaError.MEDIA_ERR_NETWORK;
        const what = error?.message ?? 'it gave no reason';
        troubled(isNetwork ? PlaybackError.network(what, null) : PlaybackError.media(what));
      },
      { signal },
    );
    video.addEventListener(
      'loadedmetadata',
      () => {
        if (fromMs !== null) this.toMoment(fromMs);
        // It does not tell whether there is sound; who has it offers it.
        this.#media = { audio: true, video: video.videoWidth > 0 };
        changed();
      },
      { signal },
    );
    this.resume();
  }

  /** What Safari lists it can go to, on the timeline that it dates. */
  get span(): HlsSession['span'] {
    const { seekable } = this.#options.video;
    if (seekable.length === 0) return null;
    const startMs = this.capturedAtMs(seekable.start(0));
    const endMs = this.capturedAtMs(seekable.end(seekable.length - 1));
    return startMs === null || endMs === null ? null : { startMs, endMs };
  }

  resume(): void {
    this.#options.video.src = this.#options.url;
    this.#options.playable();
  }

  toLive(): void {
    const { video } = this.#options;
    const { seekable } = video;
    if (seekable.length === 0) return;
    const endS = seekable.end(seekable.length - 1);
    if (endS - video.currentTime > 10) video.currentTime = endS;
  }

  toMoment(capturedAtMs: number): void {
    const startMs = this.capturedAtMs(0);
    if (startMs !== null) this.#options.video.currentTime = (capturedAtMs - startMs) / 1000;
  }

  /** It chooses by itself. */
  setMaxHeight(): void {}

  capturedAtMs(mediaTimeS: number): number | null {
    const startMs = (this.#options.video as DatedVideo).getStartDate?.().getTime();
    return startMs === undefined || Number.isNaN(startMs) ? null : startMs + mediaTimeS * 1000;
  }

  facts(): HlsSessionFacts | null {
    const { videoWidth, videoHeight } = this.#options.video;
    if (videoWidth === 0) return null;
    return {
      width: videoWidth,
      height: videoHeight,
      bitsPerS: null,
      videoCodec: null,
      audioCodec: null,
      lineBitsPerS: null,
    };
  }

  close(): void {
    this.#closed.abort();
    const { video } = this.#options;
    video.removeAttribute('src');
    video.load();
  }
}

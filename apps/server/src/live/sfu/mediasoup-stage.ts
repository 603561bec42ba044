import type { PlaybackTrack } from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';
import { LiveError } from '../live-error.ts';
import type { RemotePeer, Sink, Source, SourceTrack, Stage } from '../sfu.ts';
import { chromiumPayloadTypes, fits, type PayloadTypes, routerCodecs } from './media-codecs.ts';
import { MediasoupSink, wantedNumbers } from './mediasoup-sink.ts';
import { MediasoupSource } from './mediasoup-source.ts';
import { ViewerRouter } from './viewer-router.ts';
import type { MediaWorker } from './worker-pool.ts';

export type MediasoupStageOptions = {
  readonly media: MediaWorker;
  readonly aliases: readonly string[];
  readonly maxBitrate: number;
  /** Called once, when it is closed. */
  readonly onClosed: () => void;
  /** Says what a failed request means. */
  readonly explain: (error: unknown) => unknown;
};

/**
 * A broadcast's place in mediasoup: a router for its publishers and for the viewers whose payload types are
 * Chromium's, and one more for each other set that a viewer needs.
 */
export class MediasoupStage implements Stage {
  readonly #options: MediasoupStageOptions;
  readonly #main: types.Router;
  readonly #others = new Map<string, Promise<ViewerRouter>>();
  readonly #sinks = new Set<MediasoupSink>();
  #shown: MediasoupSource | null = null;

  private constructor(options: MediasoupStageOptions, main: types.Router) {
    this.#options = options;
    this.#main = main;
    main.observer.on('close', options.onClosed);
  }

  static async open(options: MediasoupStageOptions): Promise<MediasoupStage> {
    const mediaCodecs = routerCodecs(chromiumPayloadTypes);
    return new MediasoupStage(options, await options.media.worker.createRouter({ mediaCodecs }));
  }

  get isClosed(): boolean {
    return this.#main.closed;
  }

  async publish(options: {
    peer: RemotePeer;
    tracks: readonly SourceTrack[];
  }): Promise<MediasoupSource> {
    try {
      return await MediasoupSource.open({ ...this.#options, ...options, router: this.#main });
    } catch (error) {
      throw this.#options.explain(error);
    }
  }

  async show(source: Source): Promise<void> {
    if (!(source instanceof MediasoupSource)) throw new TypeError('The source is of another SFU.');
    if (source !== this.#shown) source.onRemade(() => void this.#feed(source));
    this.#shown = source;
    await this.#feed(source);
  }

  async watch(options: { peer: RemotePeer; tracks: readonly PlaybackTrack[] }): Promise<Sink> {
    const source = this.#shown;
    if (source === null || source.isClosed) throw LiveError.sourceGone();
    const numbers = wantedNumbers(source.tracks, options.tracks);
    try {
      const other = fits(numbers) ? null : await this.#routerFor(numbers, source);
      const leave = other?.enter();
      const sink = await MediasoupSink.open({
        ...this.#options,
        ...options,
        router: other?.router ?? this.#main,
        producers: () => other?.producers ?? this.#shown?.producers ?? [],
      }).catch((error: unknown) => {
        if (leave?.() === true) this.#drop(numbers, other);
        throw error;
      });
      this.#sinks.add(sink);
      sink.onClosed(() => {
        this.#sinks.delete(sink);
        if (leave?.() === true) this.#drop(numbers, other);
      });
      // The publisher may have changed while this viewer was on its way in.
      if (this.#shown !== source && this.#shown !== null) await sink.attach(this.#shown.tracks);
      return sink;
    } catch (error) {
      throw this.#options.explain(error);
    }
  }

  close(): void {
    for (const opening of this.#others.values()) {
      opening.then(({ router }) => router.close()).catch(() => undefined);
    }
    this.#main.close();
  }

  async #feed(source: MediasoupSource): Promise<void> {
    for (const [key, opening] of this.#others) {
      // One that can't carry the new codecs closes, and its viewers with it: they can join anew.
      await opening
        .then((other) => other.feed(source.producers))
        .catch(() => this.#others.delete(key));
    }
    await Promise.all([...this.#sinks].map((sink) => sink.attach(source.tracks)));
  }

  async #routerFor(numbers: PayloadTypes, source: MediasoupSource): Promise<ViewerRouter> {
    const key = JSON.stringify(numbers);
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const { media } = this.#options;
    const opening = ViewerRouter.open(media, this.#main, numbers, source.producers);
    this.#others.set(key, opening);
    opening.catch(() => this.#others.delete(key));
    return opening;
  }

  #drop(numbers: PayloadTypes, other: ViewerRouter | null): void {
    if (other === null) return;
    this.#others.delete(JSON.stringify(numbers));
    other.router.close();
  }
}

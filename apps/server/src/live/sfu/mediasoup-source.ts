import { limits } from '@tallylight/contract';
import { h264Profile } from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';
import { Happening } from '../happening.ts';
import type { CloseReason, RemotePeer, Source, SourceTrack } from '../sfu.ts';
import { chromiumPayloadTypes, type PayloadTypes, routerCodecs } from './media-codecs.ts';
import { RtcConnection } from './rtc-connection.ts';
import type { MediaWorker } from './worker-pool.ts';

export type MediasoupSourceOptions = {
  readonly media: MediaWorker;
  readonly peer: RemotePeer;
  readonly tracks: readonly SourceTrack[];
  readonly aliases: readonly string[];
};

/** A router whose viewers receive under one set of payload types. */
export type ViewerRouter = {
  readonly router: types.Router;
  readonly producers: readonly types.Producer[];
};

/**
 * A publisher in mediasoup: a router of its own, one producer a track, and a further router for every other
 * set of payload types that a viewer needs. mediasoup sends to all viewers of a router under the same numbers,
 * while an answer must keep the viewer's (RFC 3264, section 6.1): so such viewers are served from a router
 * with their numbers, fed by a pipe.
 */
export class MediasoupSource implements Source {
  readonly media: MediaWorker;
  readonly tracks: readonly SourceTrack[];
  readonly #connection: RtcConnection;
  readonly #main: ViewerRouter;
  readonly #others = new Map<string, Promise<ViewerRouter>>();
  readonly #media = new Happening();

  private constructor(
    options: MediasoupSourceOptions,
    connection: RtcConnection,
    main: ViewerRouter,
  ) {
    this.media = options.media;
    this.tracks = options.tracks;
    this.#connection = connection;
    this.#main = main;
    // A producer has its first score when its first packet is in.
    for (const producer of main.producers) producer.on('score', () => this.#media.happen());
    connection.onClosed(() => main.router.close());
  }

  static async open(options: MediasoupSourceOptions): Promise<MediasoupSource> {
    const router = await options.media.worker.createRouter({
      mediaCodecs: routerCodecs(chromiumPayloadTypes),
    });
    try {
      const connection = await RtcConnection.open({ ...options, router });
      const producers: types.Producer[] = [];
      for (const { kind, rtp } of options.tracks) {
        producers.push(
          await connection.transport.produce({
            kind,
            rtpParameters: rtp as types.RtpParameters,
            keyFrameRequestDelay: limits.keyFrameIntervalMs,
          }),
        );
      }
      return new MediasoupSource(options, connection, { router, producers });
    } catch (error) {
      router.close();
      throw error;
    }
  }

  get isClosed(): boolean {
    return this.#connection.isClosed;
  }

  get local(): Source['local'] {
    return this.#connection.local;
  }

  onConnected(listener: () => void): void {
    this.#connection.onConnected(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): void {
    this.#connection.onClosed(listener);
  }

  onMedia(listener: () => void): void {
    this.#media.listen(listener);
  }

  close(): void {
    this.#connection.close();
  }

  /** The router whose numbers are these: the publisher's own where they fit, else one fed by a pipe. */
  async routerFor(wanted: PayloadTypes): Promise<ViewerRouter> {
    if (this.#fits(wanted)) return this.#main;
    const key = JSON.stringify(wanted);
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const opening = this.#openRouter(wanted);
    this.#others.set(key, opening);
    opening.catch(() => this.#others.delete(key));
    return opening;
  }

  #fits(wanted: PayloadTypes): boolean {
    const own = chromiumPayloadTypes;
    return (
      wanted.opus === own.opus &&
      wanted.h264.every(({ profile, media, rtx }) =>
        own.h264.some(
          (entry) =>
            sameProfile(entry.profile, profile) &&
            entry.media === media &&
            (rtx === null || entry.rtx === rtx),
        ),
      )
    );
  }

  async #openRouter(wanted: PayloadTypes): Promise<ViewerRouter> {
    const router = await this.media.worker.createRouter({ mediaCodecs: routerCodecs(wanted) });
    this.#connection.onClosed(() => router.close());
    const producers: types.Producer[] = [];
    for (const { id } of this.#main.producers) {
      const { pipeProducer } = await this.#main.router.pipeToRouter({
        producerId: id,
        router,
        // Both routers live in one worker, where an id can stand only once.
        keepId: false,
      });
      if (pipeProducer !== undefined) producers.push(pipeProducer);
    }
    return { router, producers };
  }
}

/** Whether two values of `profile-level-id` name the same profile, whatever the level. */
function sameProfile(a: string, b: string): boolean {
  const profile = (text: string) => h264Profile({ parameters: { 'profile-level-id': text } });
  return profile(a) === profile(b);
}

import type { types } from 'mediasoup';
import { type PayloadTypes, routerCodecs } from './media-codecs.ts';
import type { MediaWorker } from './worker-pool.ts';

/**
 * A router whose viewers receive under one set of payload types, fed by a pipe. mediasoup sends to all viewers
 * of a router under the same numbers, while an answer must keep the viewer's (RFC 3264, section 6.1).
 */
export class ViewerRouter {
  readonly router: types.Router;
  readonly #main: types.Router;
  readonly #hasVideo: boolean;
  #producers: readonly types.Producer[] = [];
  #viewers = 0;

  private constructor(main: types.Router, router: types.Router, wanted: PayloadTypes) {
    this.#main = main;
    this.router = router;
    this.#hasVideo = wanted.video.length > 0;
  }

  static async open(
    media: MediaWorker,
    main: types.Router,
    wanted: PayloadTypes,
    producers: readonly types.Producer[],
  ): Promise<ViewerRouter> {
    const router = await media.worker.createRouter({ mediaCodecs: routerCodecs(wanted) });
    const viewerRouter = new ViewerRouter(main, router, wanted);
    try {
      await viewerRouter.feed(producers);
      return viewerRouter;
    } catch (error) {
      router.close();
      throw error;
    }
  }

  get producers(): readonly types.Producer[] {
    return this.#producers;
  }

  /**
   * Has its viewers' media come from these from now on.
   *
   * @throws where their codecs are none of the router's
   */
  async feed(producers: readonly types.Producer[]): Promise<void> {
    const taken = producers.filter(({ kind }) => kind === 'audio' || this.#hasVideo);
    const piped = await Promise.all(
      taken.map(({ id }) =>
        this.#main.pipeToRouter({
          producerId: id,
          router: this.router,
          // Both routers live in one worker, where an id can stand only once.
          keepId: false,
        }),
      ),
    );
    this.#producers = piped.flatMap(({ pipeProducer }) => pipeProducer ?? []);
  }

  /** Counts a viewer in; what is returned counts it out and says whether it was the last. */
  enter(): () => boolean {
    this.#viewers += 1;
    return () => {
      this.#viewers -= 1;
      return this.#viewers === 0;
    };
  }
}

import { VideoInspector, type VideoReport } from '@tallylight/protocol/video';
import type { types } from 'mediasoup';

export type VideoTapOptions = {
  readonly router: types.Router;
  readonly producer: types.Producer;
  /** The codec's MIME type. */
  readonly mimeType: string;
};

/** When a stream without pictures has been waited for long enough, in ms. */
const patienceMs = 4_000;

/**
 * Reads along with a publisher's video, all layers, until the size and the make of each that flows are known.
 * Every packet goes through this process meanwhile, so it doesn't stay longer than it must.
 */
export class VideoTap {
  readonly #transport: types.DirectTransport;
  readonly #consumer: types.Consumer;
  readonly #inspectors = new Map<number, { index: number; inspector: VideoInspector }>();
  readonly #timer: NodeJS.Timeout;

  private constructor(
    transport: types.DirectTransport,
    consumer: types.Consumer,
    options: VideoTapOptions & { onReport: (index: number, report: VideoReport) => void },
    onDone: () => void,
  ) {
    this.#transport = transport;
    this.#consumer = consumer;
    consumer.rtpParameters.encodings?.forEach(({ ssrc }, index) => {
      if (ssrc === undefined) return;
      this.#inspectors.set(ssrc, { index, inspector: new VideoInspector(options.mimeType) });
    });
    const done = (): void => {
      this.close();
      onDone();
    };
    this.#timer = setTimeout(done, patienceMs);
    consumer.on('producerclose', () => this.close());
    transport.on('routerclose', () => clearTimeout(this.#timer));
    consumer.on('rtp', (packet) => {
      // The SSRC of the fixed header (RFC 3550, section 5.1).
      const entry = this.#inspectors.get(packet.readUInt32BE(8));
      if (entry === undefined) return;
      const { index, inspector } = entry;
      const before = inspector.report;
      inspector.push(packet);
      if (inspector.report !== before) options.onReport(index, inspector.report);
      if (this.#isSettled()) done();
    });
  }

  /** @param onReport called when more is known of a layer, by its index in the producer's encodings */
  static async open(
    options: VideoTapOptions & {
      readonly onReport: (index: number, report: VideoReport) => void;
      /** Called once, when it has seen enough or waited for long enough. */
      readonly onDone: () => void;
    },
  ): Promise<VideoTap> {
    const transport = await options.router.createDirectTransport();
    const consumer = await transport.consume({
      producerId: options.producer.id,
      rtpCapabilities: options.router.rtpCapabilities,
      pipe: true,
      enableRtx: false,
    });
    return new VideoTap(transport, consumer, options, options.onDone);
  }

  /** Asks the publisher for key frames of all layers. */
  requestKeyFrame(): void {
    this.#consumer.requestKeyFrame().catch(() => undefined);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#transport.close();
  }

  #isSettled(): boolean {
    return [...this.#inspectors.values()].every(
      ({ inspector: { report } }) => report.width !== null && report.bFrames !== null,
    );
  }
}

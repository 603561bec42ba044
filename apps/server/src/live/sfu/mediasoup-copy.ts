import { absCaptureTimeUri, readAbsCaptureTime } from '@tallylight/protocol/rtp';
import { readHeaderExtension } from '@tallylight/protocol/video';
import type { types } from 'mediasoup';
import type { CopySink, MediaCopy } from '../sfu.ts';
import type { SenderReports } from './sender-reports.ts';

/** A copy of a publisher's streams as RTP in this process, all layers under SSRCs of their own. */
export class MediasoupCopy implements MediaCopy {
  readonly #transport: types.DirectTransport;
  readonly #sink: CopySink;
  #forgetReports: () => void = () => undefined;
  #video: types.Consumer | null = null;
  #closed = false;

  private constructor(transport: types.DirectTransport, sink: CopySink) {
    this.#transport = transport;
    this.#sink = sink;
    transport.observer.once('close', () => this.#end());
  }

  static async open(
    router: types.Router,
    producers: readonly types.Producer[],
    reports: SenderReports,
    sink: CopySink,
  ): Promise<MediasoupCopy> {
    const transport = await router.createDirectTransport();
    const copy = new MediasoupCopy(transport, sink);
    try {
      await Promise.all(producers.map((producer) => copy.#take(router, producer)));
    } catch (error) {
      transport.close();
      throw error;
    }
    if (!copy.#closed) copy.#forgetReports = reports.listen((report) => sink.report(report));
    return copy;
  }

  requestKeyFrame(): void {
    // It may have gone meanwhile.
    this.#video?.requestKeyFrame().catch(() => undefined);
  }

  close(): void {
    this.#transport.close();
  }

  async #take(router: types.Router, producer: types.Producer): Promise<void> {
    const consumer = await this.#transport.consume({
      producerId: producer.id,
      rtpCapabilities: router.rtpCapabilities,
      pipe: true,
      enableRtx: false,
    });
    consumer.on('producerclose', () => this.close());
    this.#listen(consumer);
    if (consumer.kind === 'video') this.#video = consumer;
  }

  #listen(consumer: types.Consumer): void {
    const { kind, rtpParameters } = consumer;
    const layers = new Map(rtpParameters.encodings?.map(({ ssrc }, index) => [ssrc, index]));
    const id = rtpParameters.headerExtensions?.find(({ uri }) => uri === absCaptureTimeUri)?.id;
    consumer.on('rtp', (rtp) => {
      // The SSRC of the fixed header (RFC 3550, section 5.1).
      const layer = layers.get(rtp.readUInt32BE(8));
      if (layer === undefined) return;
      const captured = id === undefined ? null : readHeaderExtension(rtp, id);
      const captureMs = captured === null ? null : (readAbsCaptureTime(captured) ?? null);
      this.#sink.packet({ kind, layer, rtp, captureMs });
    });
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#forgetReports();
    this.#sink.closed();
  }
}

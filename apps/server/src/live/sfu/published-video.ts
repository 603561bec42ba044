import type { IngestWarning, LayerView } from '@tallylight/contract';
import { profileMismatch, type VideoReport } from '@tallylight/protocol/video';
import type { types } from 'mediasoup';
import { Listeners } from '../listeners.ts';
import type { SourceTrack } from '../sfu.ts';
import { IngestFaults } from './ingest-faults.ts';
import { KeyFrameDistance } from './key-frame-distance.ts';
import { LayerBitrates } from './layer-bitrates.ts';
import { orderLayers } from './layer-order.ts';
import { VideoTap } from './video-tap.ts';

export type PublishedVideoOptions = {
  readonly router: types.Router;
  readonly track: SourceTrack;
  /** Makes the producer, its encodings in this order. */
  readonly produce: (encodings: readonly types.RtpEncodingParameters[]) => Promise<types.Producer>;
};

/** How long the layers are waited for before their order is taken from those that were seen, in ms. */
const orderMs = 400;

/** When a key frame is asked for to see whether the publisher listens, in ms after the first picture. */
const probeMs = 1_500;

/**
 * A publisher's video: its layers with their true sizes and in their true order, and what is wrong with it.
 * mediasoup takes a producer's encodings for ordered from the lowest to the highest and never looks; so where
 * the measured order is another one, the producer is made anew.
 */
export class PublishedVideo {
  readonly #options: PublishedVideoOptions;
  readonly #changed = new Listeners();
  readonly #remade = new Listeners();
  readonly #faults = new IngestFaults();
  readonly #bitrates = new LayerBitrates(() => this.#changed.tell());
  readonly #distances = new Map<number, KeyFrameDistance>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #producer: types.Producer;
  #reports: (VideoReport | null)[];
  #tap: VideoTap | 'opening' | null = null;
  readonly #settled = Promise.withResolvers<void>();
  /** Null until the first packet; then whether the layers were waited for long enough. */
  #waited: boolean | null = null;
  #remaking = false;
  #closed = false;

  private constructor(options: PublishedVideoOptions, producer: types.Producer) {
    this.#options = options;
    this.#producer = producer;
    this.#reports = (producer.rtpParameters.encodings ?? []).map(() => null);
    this.settled = this.#settled.promise;
    this.#listen();
  }

  static async open(options: PublishedVideoOptions): Promise<PublishedVideo> {
    const producer = await options.produce(options.track.rtp.encodings);
    return new PublishedVideo(options, producer);
  }

  get producer(): types.Producer {
    return this.#producer;
  }

  /** Lowest first. */
  get layers(): readonly LayerView[] {
    return (this.#producer.rtpParameters.encodings ?? []).map(({ rid }, index) => {
      const active = this.#isActive(index);
      return {
        id: rid ?? String(index),
        width: this.#reports[index]?.width ?? null,
        height: this.#reports[index]?.height ?? null,
        active,
        bitsPerS: active ? this.#bitrates.of(index) : 0,
      };
    });
  }

  get warnings(): readonly IngestWarning[] {
    return this.#faults.list;
  }

  onChange(listener: () => void): void {
    this.#changed.add(listener);
  }

  /** Calls back when there is another producer in the place of the one before. */
  onRemade(listener: () => void): void {
    this.#remade.add(listener);
  }

  /** Resolves when the order of the layers is as well known as it can be, soon after the first packet. */
  readonly settled: Promise<void>;

  close(): void {
    this.#closed = true;
    this.#bitrates.stop();
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#tap instanceof VideoTap) this.#tap.close();
  }

  #listen(): void {
    const producer = this.#producer;
    this.#bitrates.follow(producer);
    producer.on('score', () => {
      this.#wait();
      // One that rests has no key frames to be waited for.
      for (const { ssrc, score } of producer.score) if (score === 0) this.#distances.delete(ssrc);
      // A layer that starts late or anew is looked at like the first.
      if (this.#reports.some((report, index) => report === null && this.#isActive(index))) {
        this.#openTap();
      }
      this.#changed.tell();
    });
    producer.on('trace', ({ type, timestamp, info }) => {
      // For those who copy the stream.
      if (type === 'sr') return;
      const ssrc = ssrcOf(info);
      const rests = producer.score.some((stream) => stream.ssrc === ssrc && stream.score === 0);
      if (rests && type !== 'keyframe') return;
      const distance = this.#distances.get(ssrc) ?? new KeyFrameDistance();
      this.#distances.set(ssrc, distance);
      if (type === 'pli' || type === 'fir') distance.ask(timestamp);
      const seen = type === 'keyframe' ? distance.see(timestamp) : null;
      if (seen !== null && this.#faults.keyFrameDistance(seen.distanceMs, seen.tooLong)) {
        this.#changed.tell();
      }
    });
    producer.enableTraceEvent(['keyframe', 'pli', 'fir', 'sr']).catch(() => undefined);
    this.#openTap();
  }

  #isActive(index: number): boolean {
    return this.#producer.score.some(
      ({ encodingIdx, score }) => encodingIdx === index && score > 0,
    );
  }

  #openTap(): void {
    if (this.#tap !== null || this.#closed) return;
    this.#tap = 'opening';
    const { router, track } = this.#options;
    const producer = this.#producer;
    VideoTap.open({
      router,
      producer,
      mimeType: track.rtp.codecs[0]?.mimeType ?? '',
      onReport: (index, report) => this.#learn(index, report),
      onDone: () => {
        this.#tap = null;
      },
    }).then(
      (tap) => {
        const stale = this.#closed || producer !== this.#producer;
        if (stale) tap.close();
        else this.#tap = tap;
      },
      () => {
        // The publisher went meanwhile.
        this.#tap = null;
      },
    );
  }

  #learn(index: number, report: VideoReport): void {
    const first = this.#reports.every((known) => known === null);
    const size = this.#reports[index]?.width;
    this.#reports[index] = report;
    if (first && report.width !== null) this.#after(probeMs, () => this.#probe());
    let news = size !== report.width;
    if (report.bFrames === true) news = this.#faults.bFrames() || news;
    const promised = this.#options.track.rtp.codecs[0]?.parameters['profile-level-id'];
    if (report.profileLevelId !== null && promised !== undefined) {
      const sent = report.profileLevelId;
      if (profileMismatch(String(promised), sent)) {
        news = this.#faults.profileMismatch(String(promised), sent) || news;
      }
    }
    if (!news) return;
    this.#changed.tell();
    this.#judgeOrder();
  }

  /** Has a key frame asked for, to see whether the publisher listens: a tap that opens does that by itself. */
  #probe(): void {
    if (this.#tap instanceof VideoTap) this.#tap.requestKeyFrame();
    else this.#openTap();
  }

  /** The first packet is in: from now on the layers are waited for. */
  #wait(): void {
    if (this.#waited !== null) return;
    this.#waited = this.#reports.length < 2;
    this.#judgeOrder();
    this.#after(orderMs, () => {
      this.#waited = true;
      this.#judgeOrder();
    });
  }

  #judgeOrder(): void {
    const sizes = this.#reports.map((report) => ({ pixels: report && pixelsOf(report) }));
    const complete = sizes.every(({ pixels }) => pixels !== null);
    if (this.#remaking || this.#closed || !(complete || this.#waited === true)) return;
    const order = orderLayers(sizes);
    if (order.every((place, index) => place === index)) {
      this.#settled.resolve();
      return;
    }
    this.#remaking = true;
    this.#remake(order)
      // The publisher went meanwhile.
      .catch(() => undefined)
      .finally(() => {
        this.#remaking = false;
        this.#judgeOrder();
      });
  }

  /** Makes the producer anew with its encodings in this order. */
  async #remake(order: readonly number[]): Promise<void> {
    const before = this.#producer;
    const encodings = await knownEncodings(before);
    if (this.#closed || before !== this.#producer) return;
    if (this.#tap instanceof VideoTap) this.#tap.close();
    this.#tap = null;
    this.#reports = order.map((index) => this.#reports[index] ?? null);
    before.close();
    this.#producer = await this.#options.produce(order.flatMap((index) => encodings[index] ?? []));
    this.#listen();
    this.#remade.tell();
    this.#changed.tell();
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}

/** Where a trace names its stream: with the request, or in the header of the packet. */
function ssrcOf(info: types.ProducerTraceEventData['info']): number {
  const packet: unknown = info['rtpPacket'];
  const header = typeof packet === 'object' && packet !== null && 'ssrc' in packet ? packet : info;
  return Number(header['ssrc']);
}

function pixelsOf({ width, height }: VideoReport): number | null {
  return width === null || height === null ? null : width * height;
}

/**
 * The encodings with the SSRCs under which they came in: a sender names a stream by its RID only until it is
 * answered, so a new producer would never learn them.
 */
async function knownEncodings(producer: types.Producer): Promise<types.RtpEncodingParameters[]> {
  const stats = await producer.getStats();
  return (producer.rtpParameters.encodings ?? []).map((encoding) => {
    const { rid } = encoding;
    const stream = stats.find((entry) => rid !== undefined && entry.rid === rid);
    if (stream === undefined) return encoding;
    const { ssrc, rtxSsrc } = stream;
    return { ...encoding, ssrc, ...(rtxSsrc !== undefined && { rtx: { ssrc: rtxSsrc } }) };
  });
}

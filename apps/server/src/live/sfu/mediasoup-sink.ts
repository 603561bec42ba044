import {
  type AnsweringTransport,
  isRtx,
  type MediaKind,
  type PlaybackTrack,
  type RtpParameters,
} from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';
import { Listeners } from '../listeners.ts';
import { LiveError } from '../live-error.ts';
import type { CloseReason, RemotePeer, Sink, SinkTrack, SourceTrack } from '../sfu.ts';
import { LossLayers } from './loss-layers.ts';
import {
  canRepairWith,
  chromiumPayloadTypes,
  codecName,
  type PayloadTypes,
} from './media-codecs.ts';
import { RtcConnection } from './rtc-connection.ts';
import type { MediaWorker } from './worker-pool.ts';

export type MediasoupSinkOptions = {
  readonly media: MediaWorker;
  readonly router: types.Router;
  /** What there is to watch on that router now. */
  readonly producers: () => readonly types.Producer[];
  readonly peer: RemotePeer;
  readonly tracks: readonly PlaybackTrack[];
  readonly aliases: readonly string[];
};

/** A viewer in mediasoup: one transport, and one consumer a track for as long as a publisher is there. */
export class MediasoupSink implements Sink {
  readonly tracks: readonly SinkTrack[];
  readonly #options: MediasoupSinkOptions;
  readonly #connection: RtcConnection;
  readonly #keyFrame = new Listeners();
  readonly #swap = new Listeners();
  #consumers: readonly types.Consumer[] = [];
  #losses: LossLayers | null = null;
  #topLayer: number | null = null;

  private constructor(
    options: MediasoupSinkOptions,
    connection: RtcConnection,
    consumers: readonly types.Consumer[],
  ) {
    this.#options = options;
    this.#connection = connection;
    this.tracks = consumers.map(({ kind, rtpParameters }, index) => ({
      kind,
      mid: options.tracks[index]?.mid ?? '',
      rtp: rtpParameters as RtpParameters,
    }));
    this.#take(consumers);
    connection.onClosed(() => this.#losses?.stop());
  }

  static async open(options: MediasoupSinkOptions): Promise<MediasoupSink> {
    const connection = await RtcConnection.open(options);
    try {
      return new MediasoupSink(options, connection, await consumeAll(options, connection));
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get isClosed(): boolean {
    return this.#connection.isClosed;
  }

  get local(): Sink['local'] {
    return this.#connection.local;
  }

  get topLayer(): number | null {
    return this.#topLayer;
  }

  onConnected(listener: () => void): void {
    this.#connection.onConnected(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): void {
    this.#connection.onClosed(listener);
  }

  onKeyFrame(listener: () => void): void {
    this.#keyFrame.add(listener);
  }

  onSwap(listener: () => void): void {
    this.#swap.add(listener);
  }

  /**
   * Takes its media from what the router has now. Closes where that doesn't fit what was negotiated: another
   * codec, a kind that was not there before, or a far end that knows its tracks by SSRC, which is a new one.
   */
  async attach(onAir: readonly SourceTrack[]): Promise<void> {
    if (this.isClosed) return;
    for (const consumer of this.#consumers) consumer.close();
    const missing = onAir.some(
      ({ kind }) => this.#accepts(kind) && !this.tracks.some((track) => track.kind === kind),
    );
    if (missing || this.#options.tracks.some(({ knowsMids }) => !knowsMids)) {
      this.close('renegotiate');
      return;
    }
    try {
      const kinds = onAir.map(({ kind }) => kind);
      this.#take(await consumeAll(this.#options, this.#connection, kinds));
      this.#swap.tell();
    } catch {
      this.close('renegotiate');
    }
  }

  setTopLayer(index: number | null): void {
    this.#topLayer = index;
    this.#prefer();
  }

  requestKeyFrame(): void {
    // Fails only where the consumer has just closed, and then nobody waits for the frame.
    this.#video?.requestKeyFrame().catch(() => undefined);
  }

  restartIce(): Promise<AnsweringTransport['ice']> {
    return this.#connection.restartIce();
  }

  close(reason?: CloseReason): void {
    this.#connection.close(reason);
  }

  get #video(): types.Consumer | undefined {
    return this.#consumers.find(({ kind }) => kind === 'video');
  }

  #accepts(kind: MediaKind): boolean {
    return this.#options.peer.sections.some(
      (section) => section.kind === kind && !section.rejected,
    );
  }

  #take(consumers: readonly types.Consumer[]): void {
    this.#consumers = consumers;
    this.#losses?.stop();
    this.#losses = null;
    const video = this.#video;
    if (video === undefined) return;
    video.once('trace', () => {
      this.#keyFrame.tell();
      video.enableTraceEvent([]).catch(() => undefined);
    });
    if (video.type === 'simulcast' && !isEstimated(video)) {
      const top = (video.rtpParameters.encodings?.[0]?.scalabilityMode ?? 'L1').match(/L(\d+)/);
      this.#losses = new LossLayers(Number(top?.[1] ?? 1) - 1, () => this.#prefer());
      video.on('score', ({ score }) => this.#losses?.judge(score));
    }
    this.#prefer();
  }

  /** The lower of what the viewer may have and what its line seems to carry. */
  #prefer(): void {
    const video = this.#video;
    if (video?.type !== 'simulcast') return;
    const tops = [this.#topLayer, this.#losses?.top ?? null].filter((top) => top !== null);
    const spatialLayer = Math.min(...tops, highestLayer);
    if ((video.preferredLayers?.spatialLayer ?? highestLayer) === spatialLayer) return;
    video.setPreferredLayers({ spatialLayer }).catch(() => undefined);
  }
}

/** Above every layer; mediasoup takes it for the best there is. */
const highestLayer = 9;

/** Whether mediasoup can estimate the bandwidth towards this viewer: by transport-cc or by REMB. */
function isEstimated({
  rtpParameters: { headerExtensions = [], codecs },
}: types.Consumer): boolean {
  const feedback = codecs[0]?.rtcpFeedback ?? [];
  const offers = (type: string, extension: string): boolean =>
    feedback.some((entry) => entry.type === type) &&
    headerExtensions.some(({ uri }) => uri.includes(extension));
  return offers('transport-cc', 'transport-wide-cc') || offers('goog-remb', 'abs-send-time');
}

/** Asked for at once: each answer of the worker would otherwise be waited for while a viewer waits. */
function consumeAll(
  options: MediasoupSinkOptions,
  connection: RtcConnection,
  kinds?: readonly MediaKind[],
): Promise<types.Consumer[]> {
  const tracks = options.tracks.filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  return Promise.all(tracks.map((track) => consume(options, connection, track)));
}

async function consume(
  options: MediasoupSinkOptions,
  connection: RtcConnection,
  track: PlaybackTrack,
): Promise<types.Consumer> {
  const producer = options.producers().find(({ kind }) => kind === track.kind);
  if (producer === undefined) throw LiveError.sourceGone();
  const consumer = await connection.transport.consume({
    producerId: producer.id,
    rtpCapabilities: capabilities(options.router, track, canBeProbed(options.tracks)),
    mid: track.mid,
    // Off where the viewer offers no repair stream, or under a number that no router can have.
    enableRtx: track.kind === 'audio' || repairNumber(track) !== null,
  });
  // Not waited for: the worker keeps the order, and no frame flows before the viewer has its answer.
  if (consumer.kind === 'video') consumer.enableTraceEvent(['keyframe']).catch(() => undefined);
  return consumer;
}

/** The payload types that this viewer's answer must have; what it doesn't receive stays as the main router has it. */
export function wantedNumbers(
  onAir: readonly SourceTrack[],
  tracks: readonly PlaybackTrack[],
): PayloadTypes {
  const audio = tracks.find(({ kind }) => kind === 'audio');
  const video = tracks.find(({ kind }) => kind === 'video');
  const sent = onAir.find(({ kind }) => kind === 'video')?.rtp.codecs[0];
  return {
    opus: audio?.codec.payloadType ?? chromiumPayloadTypes.opus,
    video:
      video === undefined || sent === undefined
        ? []
        : [{ codec: codecName(sent), media: video.codec.payloadType, rtx: repairNumber(video) }],
  };
}

function repairNumber({ rtx }: PlaybackTrack): number | null {
  return rtx !== undefined && canRepairWith(rtx.payloadType) ? rtx.payloadType : null;
}

/**
 * Where it estimates a line's bandwidth, mediasoup probes it with a stream of its own under payload type 127
 * and SSRC 1234. A viewer whose media or repair has that number would take the probes for it.
 */
const probePayloadType = 127;

function canBeProbed(tracks: readonly PlaybackTrack[]): boolean {
  return tracks.every(
    ({ codec, rtx }) =>
      codec.payloadType !== probePayloadType && rtx?.payloadType !== probePayloadType,
  );
}

/** What a viewer offers for the estimate of its bandwidth. */
const estimateFeedback: readonly string[] = ['transport-cc', 'goog-remb'];

/** The router's own codecs under the viewer's numbers, with the feedback and extensions that the viewer has. */
function capabilities(
  router: types.Router,
  track: PlaybackTrack,
  isEstimated: boolean,
): types.RtpCapabilities {
  const { codec, rtx, headerExtensions } = track;
  const codecs = (router.rtpCapabilities.codecs ?? []).filter(
    ({ preferredPayloadType, mimeType }) =>
      preferredPayloadType === codec.payloadType ||
      (isRtx({ mimeType }) && rtx !== undefined && preferredPayloadType === rtx.payloadType),
  );
  return {
    codecs: codecs.map((entry) => ({
      ...entry,
      rtcpFeedback: isRtx(entry)
        ? []
        : codec.rtcpFeedback.filter(({ type }) => isEstimated || !estimateFeedback.includes(type)),
    })),
    headerExtensions: headerExtensions.map(({ uri, id }) => ({
      kind: track.kind,
      uri: uri as types.RtpHeaderExtensionUri,
      preferredId: id,
    })),
  };
}

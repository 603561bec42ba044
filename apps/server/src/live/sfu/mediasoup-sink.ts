import {
  isRtx,
  type PlaybackTrack,
  type RtpCodec,
  type RtpParameters,
} from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';
import { Happening } from '../happening.ts';
import { LiveError } from '../live-error.ts';
import type { CloseReason, RemotePeer, Sink, SinkTrack } from '../sfu.ts';
import { canRepairWith, chromiumPayloadTypes, type PayloadTypes } from './media-codecs.ts';
import type { MediasoupSource } from './mediasoup-source.ts';
import { RtcConnection } from './rtc-connection.ts';

export type MediasoupSinkOptions = {
  readonly source: MediasoupSource;
  readonly peer: RemotePeer;
  readonly tracks: readonly PlaybackTrack[];
  readonly aliases: readonly string[];
};

/** A viewer in mediasoup: one transport, one consumer a track, both starting unpaused. */
export class MediasoupSink implements Sink {
  readonly tracks: readonly SinkTrack[];
  readonly #connection: RtcConnection;
  readonly #video: types.Consumer | undefined;
  readonly #keyFrame = new Happening();

  private constructor(
    connection: RtcConnection,
    consumers: readonly types.Consumer[],
    mids: readonly string[],
  ) {
    this.#connection = connection;
    this.tracks = consumers.map(({ kind, rtpParameters }, index) => ({
      kind,
      mid: mids[index] ?? '',
      rtp: rtpParameters as RtpParameters,
    }));
    this.#video = consumers.find(({ kind }) => kind === 'video');
    for (const consumer of consumers) {
      consumer.on('producerclose', () => connection.closeFor('source'));
    }
    this.#video?.on('trace', () => this.#seeKeyFrame());
  }

  static async open(options: MediasoupSinkOptions): Promise<MediasoupSink> {
    const { source, tracks } = options;
    const { router, producers } = await source.routerFor(wantedNumbers(source, tracks));
    const connection = await RtcConnection.open({ ...options, media: source.media, router });
    try {
      // Asked for at once: each answer of the worker would otherwise be waited for while a viewer waits.
      const consumers = await Promise.all(
        tracks.map((track) => consume({ connection, router, producers, track })),
      );
      return new MediasoupSink(
        connection,
        consumers,
        tracks.map(({ mid }) => mid),
      );
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get local(): Sink['local'] {
    return this.#connection.local;
  }

  onConnected(listener: () => void): void {
    this.#connection.onConnected(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): void {
    this.#connection.onClosed(listener);
  }

  onKeyFrame(listener: () => void): void {
    this.#keyFrame.listen(listener);
  }

  requestKeyFrame(): void {
    // Fails only where the consumer has just closed, and then nobody waits for the frame.
    this.#video?.requestKeyFrame().catch(() => undefined);
  }

  close(): void {
    this.#connection.close();
  }

  #seeKeyFrame(): void {
    if (!this.#keyFrame.happen()) return;
    this.#video?.enableTraceEvent([]).catch(() => undefined);
  }
}

type ConsumeOptions = {
  readonly connection: RtcConnection;
  readonly router: types.Router;
  readonly producers: readonly types.Producer[];
  readonly track: PlaybackTrack;
};

async function consume(options: ConsumeOptions): Promise<types.Consumer> {
  const { connection, router, producers, track } = options;
  const producer = producers.find(({ kind }) => kind === track.kind);
  if (producer === undefined) throw LiveError.mediaUnavailable();
  const consumer = await connection.transport.consume({
    producerId: producer.id,
    rtpCapabilities: capabilities(router, track),
    mid: track.mid,
    // Off where the viewer offers no repair stream, or under a number that no router can have.
    enableRtx: track.kind === 'audio' || repairNumber(track) !== null,
  });
  // Not waited for: the worker keeps the order, and no frame flows before the viewer has its answer.
  if (consumer.kind === 'video') consumer.enableTraceEvent(['keyframe']).catch(() => undefined);
  return consumer;
}

/** The payload types that this viewer's answer must have; what it doesn't receive stays as the main router has it. */
function wantedNumbers(source: MediasoupSource, tracks: readonly PlaybackTrack[]): PayloadTypes {
  const audio = tracks.find(({ kind }) => kind === 'audio');
  const video = tracks.find(({ kind }) => kind === 'video');
  const sent = source.tracks.find(({ kind }) => kind === 'video')?.rtp.codecs[0];
  return {
    opus: audio?.codec.payloadType ?? chromiumPayloadTypes.opus,
    h264:
      video === undefined || sent === undefined
        ? []
        : [{ profile: profileOf(sent), media: video.codec.payloadType, rtx: repairNumber(video) }],
  };
}

function repairNumber({ rtx }: PlaybackTrack): number | null {
  return rtx !== undefined && canRepairWith(rtx.payloadType) ? rtx.payloadType : null;
}

/** A profile-level-id at the level that our routers are made for; levels don't part codecs, profiles do. */
function profileOf(codec: RtpCodec): string {
  return `${String(codec.parameters['profile-level-id'] ?? '42e01f').slice(0, 4)}1f`;
}

/** The router's own codecs under the viewer's numbers, with the feedback and extensions that the viewer has. */
function capabilities(router: types.Router, track: PlaybackTrack): types.RtpCapabilities {
  const { codec, rtx, headerExtensions } = track;
  const codecs = (router.rtpCapabilities.codecs ?? []).filter(
    ({ preferredPayloadType, mimeType }) =>
      preferredPayloadType === codec.payloadType ||
      (isRtx({ mimeType }) && rtx !== undefined && preferredPayloadType === rtx.payloadType),
  );
  return {
    codecs: codecs.map((entry) => ({
      ...entry,
      rtcpFeedback: isRtx(entry) ? [] : codec.rtcpFeedback,
    })),
    headerExtensions: headerExtensions.map(({ uri, id }) => ({
      kind: track.kind,
      uri: uri as types.RtpHeaderExtensionUri,
      preferredId: id,
    })),
  };
}

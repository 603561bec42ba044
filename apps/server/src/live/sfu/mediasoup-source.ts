import { limits } from '@tallylight/contract';
import type { AnsweringTransport } from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';
import { systemClock } from '../clock.ts';
import { Happening } from '../happening.ts';
import { Listeners } from '../listeners.ts';
import { LiveError } from '../live-error.ts';
import type { CloseReason, CopySink, MediaCopy, RemotePeer, Source, SourceTrack } from '../sfu.ts';
import { BitrateCap } from './bitrate-cap.ts';
import { MediasoupCopy } from './mediasoup-copy.ts';
import { PublishedVideo } from './published-video.ts';
import { RtcConnection } from './rtc-connection.ts';
import { SenderReports } from './sender-reports.ts';
import type { MediaWorker } from './worker-pool.ts';

export type MediasoupSourceOptions = {
  readonly media: MediaWorker;
  readonly router: types.Router;
  readonly peer: RemotePeer;
  readonly tracks: readonly SourceTrack[];
  readonly aliases: readonly string[];
  /** What it may send, in bit/s. */
  readonly maxBitrate: number;
};

/** How often a publisher's bitrate is measured, in ms. */
const measureMs = 1_000;

/** How long sound alone waits for its picture before it is put on air, in ms. */
const pictureMs = 1_000;

/** A publisher in mediasoup: one transport, one producer a track. */
export class MediasoupSource implements Source {
  readonly tracks: readonly SourceTrack[];
  readonly #router: types.Router;
  readonly #connection: RtcConnection;
  readonly #audio: types.Producer | null;
  readonly #video: PublishedVideo | null;
  readonly #reports = new SenderReports();
  readonly #media = new Happening();
  readonly #changed = new Listeners();
  #pictureTimer: NodeJS.Timeout | undefined;

  private constructor(
    options: MediasoupSourceOptions,
    connection: RtcConnection,
    audio: types.Producer | null,
    video: PublishedVideo | null,
  ) {
    this.tracks = options.tracks;
    this.#router = options.router;
    this.#connection = connection;
    this.#audio = audio;
    this.#video = video;
    // A producer has its first score when its first packet is in. Of a picture more is to be known first.
    audio?.enableTraceEvent(['sr']).catch(() => undefined);
    for (const producer of this.producers) this.#reports.follow(producer);
    video?.onRemade(() => this.#reports.follow(video.producer));
    audio?.on('score', () => {
      if (video === null) this.#media.happen();
      // Sound waits for the picture, but not for one that doesn't come.
      else this.#pictureTimer ??= setTimeout(() => this.#media.happen(), pictureMs);
    });
    void video?.settled.then(() => this.#media.happen());
    video?.onChange(() => this.#changed.tell());
    connection.onClosed(() => {
      video?.close();
      clearTimeout(this.#pictureTimer);
    });
    this.#watchBitrate(options.maxBitrate);
  }

  static async open(options: MediasoupSourceOptions): Promise<MediasoupSource> {
    const { router, tracks } = options;
    const connection = await RtcConnection.open(options);
    const produce = (
      { kind, rtp }: SourceTrack,
      encodings = rtp.encodings as types.RtpEncodingParameters[],
    ): Promise<types.Producer> =>
      connection.transport.produce({
        kind,
        rtpParameters: { ...(rtp as types.RtpParameters), encodings },
        keyFrameRequestDelay: limits.keyFrameIntervalMs,
      });
    try {
      const audio = tracks.find(({ kind }) => kind === 'audio');
      const video = tracks.find(({ kind }) => kind === 'video');
      return new MediasoupSource(
        options,
        connection,
        audio === undefined ? null : await produce(audio),
        video === undefined
          ? null
          : await PublishedVideo.open({
              router,
              track: video,
              produce: (encodings) => produce(video, [...encodings]),
            }),
      );
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** What is to be forwarded now. */
  get producers(): readonly types.Producer[] {
    return [this.#audio, this.#video?.producer ?? null].filter((producer) => producer !== null);
  }

  get layers(): Source['layers'] {
    return this.#video?.layers ?? [];
  }

  get warnings(): Source['warnings'] {
    return this.#video?.warnings ?? [];
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

  onChange(listener: () => void): void {
    this.#changed.add(listener);
  }

  /** Calls back when `producers` has others than before. */
  onRemade(listener: () => void): void {
    this.#video?.onRemade(listener);
  }

  async copy(sink: CopySink): Promise<MediaCopy> {
    try {
      return await MediasoupCopy.open(this.#router, this.producers, this.#reports, sink);
    } catch (error) {
      throw LiveError.mediaUnavailable(error);
    }
  }

  restartIce(): Promise<AnsweringTransport['ice']> {
    return this.#connection.restartIce();
  }

  close(reason?: CloseReason): void {
    this.#connection.close(reason);
  }

  /** mediasoup can only advise a sender, and a hostile one takes no advice: it is measured here. */
  #watchBitrate(bitsPerS: number): void {
    const cap = new BitrateCap({ bitsPerS, patienceMs: limits.bitrateExceededMs });
    const timer = setInterval(() => {
      this.#connection.transport.getStats().then(
        ([stats]) => {
          const exceeded =
            stats !== undefined && cap.isExceeded(stats.bytesReceived, systemClock.now());
          if (exceeded) this.close('bitrate');
        },
        // It has just closed.
        () => undefined,
      );
    }, measureMs);
    this.onClosed(() => clearInterval(timer));
  }
}

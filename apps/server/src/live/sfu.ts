import type { IngestWarning, LayerView } from '@tallylight/contract';
import type {
  AnsweringTransport,
  MediaKind,
  Offer,
  PlaybackTrack,
  RtpParameters,
} from '@tallylight/protocol/sdp';

/** The far end of a WebRTC connection, as its offer describes it. */
export type RemotePeer = Pick<Offer, 'fingerprints' | 'setup' | 'sections'>;

/** Why a connection ended. */
export type CloseReason =
  /** We closed it. */
  | 'closed'
  /** The far end said goodbye (DTLS close_notify), or the handshake failed. */
  | 'dtls'
  /** The far end fell silent (RFC 7675), or never spoke. */
  | 'silent'
  /** Another publisher took over. */
  | 'replaced'
  /** It sent more than it may. */
  | 'bitrate'
  /** What is on air now can't be had under what was negotiated: a new session can have it. */
  | 'renegotiate'
  /** The media worker died. */
  | 'worker';

/** One WebRTC connection of a publisher or a viewer. Events come after the call that made it returned. */
export type Connection = {
  readonly local: AnsweringTransport;
  readonly isClosed: boolean;
  /** Calls back once DTLS is up; at once if it is already. */
  onConnected(listener: () => void): void;
  /** Calls back once, with the reason; at once if it is closed already. */
  onClosed(listener: (reason: CloseReason) => void): void;
  /**
   * Makes new ICE credentials for our end (RFC 8445, section 9). The old ones hold until the far end has used
   * the new: a restart that comes to nothing breaks nothing.
   */
  restartIce(): Promise<AnsweringTransport['ice']>;
  /** Frees everything, and tells why; idempotent: the first reason stays. */
  close(reason?: CloseReason): void;
};

export type SourceTrack = { readonly kind: MediaKind; readonly rtp: RtpParameters };

/** A packet of a copy. */
export type CopiedPacket = {
  readonly kind: MediaKind;
  /** Its layer, as an index into the source's layers; 0 for audio. */
  readonly layer: number;
  /** The whole RTP packet, its padding included. */
  readonly rtp: Uint8Array;
  /** When its frame was captured, in ms since 1970 by the publisher's clock; null where it doesn't tell. */
  readonly captureMs: number | null;
};

/** What a publisher says of one stream's clock in an RTCP sender report (RFC 3550, section 6.4.1). */
export type SenderReport = {
  readonly kind: MediaKind;
  readonly layer: number;
  /** Ms since 1970 by the publisher's clock. */
  readonly ntpMs: number;
  /** The RTP timestamp of that moment, in the stream's own units. */
  readonly rtpTimestamp: number;
  /** When it came, in ms since 1970 by our clock. */
  readonly arrivedMs: number;
};

/** Where a copy goes. */
export type CopySink = {
  packet(packet: CopiedPacket): void;
  report(report: SenderReport): void;
  /** Nothing more comes: the source has gone, or has others in the place of its streams. */
  closed(): void;
};

/** A copy of all that a publisher sends, every layer of it. */
export type MediaCopy = {
  /** Asks the publisher for a key frame of each layer. */
  requestKeyFrame(): void;
  close(): void;
};

/** A publisher's connection. */
export type Source = Connection & {
  readonly tracks: readonly SourceTrack[];
  /** The video's layers, lowest first as they were measured; empty without video. */
  readonly layers: readonly LayerView[];
  readonly warnings: readonly IngestWarning[];
  /**
   * Calls back when media is in and, where there are several layers, their order is known; at once if that
   * was before.
   */
  onMedia(listener: () => void): void;
  /** Calls back after every change of the layers or the warnings. */
  onChange(listener: () => void): void;
  /**
   * Copies what it sends from now on: video from the next key frame of each layer.
   *
   * @throws {LiveError} media-unavailable where it has gone
   */
  copy(sink: CopySink): Promise<MediaCopy>;
};

export type SinkTrack = SourceTrack & {
  readonly mid: string;
};

/** A viewer's connection. It asks for a key frame by itself when it connects. */
export type Sink = Connection & {
  /** What is sent, under the payload types that the viewer asked for. */
  readonly tracks: readonly SinkTrack[];
  /** The best layer it may get, as an index into the source's layers; null: all of them. */
  readonly topLayer: number | null;
  /** Lets it have no better layer than this one. */
  setTopLayer(index: number | null): void;
  /** Asks the publisher for a key frame of the layer that this viewer gets. */
  requestKeyFrame(): void;
  /** Calls back at every first key frame after the viewer came or the publisher changed; never without video. */
  onKeyFrame(listener: () => void): void;
  /** Calls back when it gets another publisher's media from now on. */
  onSwap(listener: () => void): void;
};

/** A broadcast's place in the SFU: viewers stay connected to it while publishers come and go. */
export type Stage = {
  /**
   * Connects a publisher. Nobody sees it before `show`.
   *
   * @throws {LiveError} media-unavailable
   */
  publish(options: { peer: RemotePeer; tracks: readonly SourceTrack[] }): Promise<Source>;
  /**
   * Puts a publisher on air in the place of the one before, under the viewers' connections. Viewers whose
   * negotiation doesn't fit are closed for `renegotiate`.
   */
  show(source: Source): Promise<void>;
  /**
   * Connects a viewer to what is on air.
   *
   * @param options.tracks at most one of each kind, each of a kind that the source on air has
   * @throws {LiveError} media-unavailable, off-air
   */
  watch(options: { peer: RemotePeer; tracks: readonly PlaybackTrack[] }): Promise<Sink>;
  readonly isClosed: boolean;
  /** Frees everything: its publishers and viewers are closed. */
  close(): void;
};

/**
 * What the hub needs of a media server. A publisher is asked for at most one key frame in
 * `limits.keyFrameIntervalMs` and layer, however many viewers want one.
 */
export type Sfu = {
  /** @throws {LiveError} media-unavailable */
  openStage(): Promise<Stage>;
  /** Whether it could take a publisher now. */
  isReady(): boolean;
  close(): Promise<void>;
};

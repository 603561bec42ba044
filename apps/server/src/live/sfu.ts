import type {
  AnsweringTransport,
  DtlsSetup,
  Fingerprint,
  MediaKind,
  PlaybackTrack,
  RtpParameters,
} from '@tallylight/protocol/sdp';

/** The far end of a WebRTC connection, as its offer describes it. */
export type RemotePeer = {
  readonly fingerprints: readonly Fingerprint[];
  readonly setup: DtlsSetup;
};

/** Why a connection ended. */
export type CloseReason =
  /** We closed it. */
  | 'closed'
  /** The far end said goodbye (DTLS close_notify), or the handshake failed. */
  | 'dtls'
  /** The far end fell silent (RFC 7675). */
  | 'silent'
  /** What it was connected to is gone: the publisher of a viewer. */
  | 'source'
  /** The media worker died. */
  | 'worker';

/** One WebRTC connection of a publisher or a viewer. Events come after the call that made it returned. */
export type Connection = {
  readonly local: AnsweringTransport;
  /** Calls back once DTLS is up; at once if it is already. */
  onConnected(listener: () => void): void;
  /** Calls back once, with the reason; at once if it is closed already. */
  onClosed(listener: (reason: CloseReason) => void): void;
  /** Frees everything; idempotent. */
  close(): void;
};

export type SourceTrack = { readonly kind: MediaKind; readonly rtp: RtpParameters };

/** A publisher's connection. */
export type Source = Connection & {
  readonly tracks: readonly SourceTrack[];
  /** Calls back when the first RTP packet is in; at once if one was. */
  onMedia(listener: () => void): void;
};

export type SinkTrack = SourceTrack & { readonly mid: string };

/** A viewer's connection. It asks for a key frame by itself when it connects. */
export type Sink = Connection & {
  /** What is sent, under the payload types that the viewer asked for. */
  readonly tracks: readonly SinkTrack[];
  /** Asks the publisher for a key frame of the layer that this viewer gets. */
  requestKeyFrame(): void;
  /** Calls back at the first key frame that goes out to this viewer; never where there is no video. */
  onKeyFrame(listener: () => void): void;
};

/**
 * What the hub needs of a media server. A publisher is asked for at most one key frame in
 * `limits.keyFrameIntervalMs` and layer, however many viewers want one.
 */
export type Sfu = {
  /** @throws {LiveError} media-unavailable */
  publish(options: { peer: RemotePeer; tracks: readonly SourceTrack[] }): Promise<Source>;
  /**
   * @param options.tracks at most one of each kind, each of a kind that the source has
   * @throws {LiveError} media-unavailable, off-air
   */
  watch(options: {
    source: Source;
    peer: RemotePeer;
    tracks: readonly PlaybackTrack[];
  }): Promise<Sink>;
  /** Whether it could take a publisher now. */
  isReady(): boolean;
  close(): Promise<void>;
};

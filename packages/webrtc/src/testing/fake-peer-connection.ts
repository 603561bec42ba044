import type { StatsEntry } from '../stats-entry.ts';

/** The little of a track that sessions look at. */
export function fakeTrack(kind: 'audio' | 'video'): MediaStreamTrack {
  return { kind } as MediaStreamTrack;
}

/** A stream that holds tracks and does nothing else. */
export class FakeMediaStream {
  readonly #tracks: MediaStreamTrack[] = [];
  readonly getTracks = (): MediaStreamTrack[] => [...this.#tracks];
  readonly addTrack = (track: MediaStreamTrack): void => {
    this.#tracks.push(track);
  };
  readonly removeTrack = (track: MediaStreamTrack): void => {
    this.#tracks.splice(this.#tracks.indexOf(track), 1);
  };
}

/** One transceiver, with what was asked of it. */
export class FakeTransceiver {
  readonly init: RTCRtpTransceiverInit;
  codecs: readonly RTCRtpCodec[] = [];
  /** As a sender has them: active unless told otherwise. */
  encodings: RTCRtpEncodingParameters[];
  stats: StatsEntry[] = [];
  sources: unknown[] = [];
  /** What the answer made of it. */
  currentDirection: RTCRtpTransceiverDirection | null = null;
  readonly receiver;
  readonly sender;

  constructor(track: MediaStreamTrack, init: RTCRtpTransceiverInit) {
    const transport = fakeTransport();
    this.init = init;
    this.encodings = (init.sendEncodings ?? []).map((encoding) => ({ active: true, ...encoding }));
    this.receiver = {
      track,
      transport,
      jitterBufferTarget: null,
      getStats: async () => new Map(this.stats.map((entry) => [entry.id, entry])),
      getSynchronizationSources: () => this.sources,
    };
    this.sender = {
      transport,
      track: track as MediaStreamTrack | null,
      getParameters: () => ({ encodings: this.encodings.map((encoding) => ({ ...encoding })) }),
      setParameters: async ({ encodings }: { encodings: RTCRtpEncodingParameters[] }) => {
        this.encodings = encodings;
      },
      replaceTrack: async (next: MediaStreamTrack | null) => {
        this.sender.track = next;
      },
    };
  }

  setCodecPreferences(codecs: readonly RTCRtpCodec[]): void {
    this.codecs = codecs;
  }

  /** The answer takes it: it joins the transport of the bundle. */
  take(direction: RTCRtpTransceiverDirection, bundle: FakeTransport): void {
    this.currentDirection = direction;
    this.receiver.transport = bundle;
    this.sender.transport = bundle;
  }

  /** The answer rejects it: its own transport closes. */
  reject(): void {
    this.currentDirection = 'stopped';
    this.receiver.transport.become('closed');
  }
}

type FakeTransport = EventTarget & {
  state: RTCDtlsTransportState;
  become(state: RTCDtlsTransportState): void;
};

function fakeTransport(): FakeTransport {
  const transport: FakeTransport = Object.assign(new EventTarget(), {
    state: 'new' as const,
    become: (state: RTCDtlsTransportState) => {
      transport.state = state;
      transport.dispatchEvent(new Event('statechange'));
    },
  });
  return transport;
}

/** A peer connection whose network is a test: it agrees to everything and becomes what it is told. */
export class FakePeerConnection extends EventTarget {
  #configuration: RTCConfiguration;
  /** What it had when it began to gather candidates. */
  gatheredWith: RTCConfiguration | null = null;
  /** The transport of all sections that the answer takes. */
  readonly transport = fakeTransport();
  readonly transceivers: FakeTransceiver[] = [];
  connectionState: RTCPeerConnectionState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  signalingState: RTCSignalingState = 'stable';
  localSdp: string | null = null;
  remoteSdp: string | null = null;
  stats: StatsEntry[] = [];
  closed = false;
  /** What createOffer() gives. */
  offer = 'v=0\r\n';
  /** What it gives when it is asked to restart ICE. */
  restartOffer = 'v=0\r\n';
  /** Set to have the browser refuse the answer. */
  refusal: Error | null = null;

  constructor(configuration: RTCConfiguration = {}) {
    super();
    this.#configuration = configuration;
  }

  getConfiguration = (): RTCConfiguration => this.#configuration;

  setConfiguration(configuration: RTCConfiguration): void {
    for (const { urls } of configuration.iceServers ?? []) {
      if (!/^(stun|turn)s?:/.test(String(urls))) throw new DOMException(`${urls}`, 'SyntaxError');
    }
    this.#configuration = configuration;
  }

  addTransceiver(of: MediaStreamTrack | 'audio' | 'video', init = {}): FakeTransceiver {
    const track = typeof of === 'string' ? fakeTrack(of) : of;
    const transceiver = new FakeTransceiver(track, init);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers = (): FakeTransceiver[] => this.transceivers;
  getReceivers = (): unknown[] => this.transceivers.map(({ receiver }) => receiver);
  getSenders = (): unknown[] => this.transceivers.map(({ sender }) => sender);
  getStats = async (): Promise<unknown> => new Map(this.stats.map((entry) => [entry.id, entry]));
  createOffer = async ({ iceRestart = false }: RTCOfferOptions = {}): Promise<unknown> => ({
    type: 'offer',
    sdp: iceRestart ? this.restartOffer : this.offer,
  });

  async setLocalDescription({ type, sdp }: RTCLocalSessionDescriptionInit): Promise<void> {
    this.signalingState = type === 'rollback' ? 'stable' : 'have-local-offer';
    if (type === 'rollback') return;
    this.localSdp = sdp ?? '';
    this.gatheredWith = this.#configuration;
  }

  /** Like a browser, it gives out a track for every section that the answer sends. */
  async setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    if (this.refusal !== null) throw this.refusal;
    this.remoteSdp = sdp;
    this.signalingState = 'stable';
    const sent = new Set(
      sdp
        .split(/^(?=m=)/m)
        .filter((section) => /^a=sendonly/m.test(section))
        .map((section) => section.slice(2, 7)),
    );
    for (const transceiver of this.transceivers) {
      const { receiver, init } = transceiver;
      // What was taken once stays.
      if (transceiver.currentDirection !== null) continue;
      if (init.direction === 'sendonly') {
        transceiver.take('sendonly', this.transport);
      } else if (sent.has(receiver.track.kind)) {
        transceiver.take('recvonly', this.transport);
        this.dispatchEvent(Object.assign(new Event('track'), { track: receiver.track, receiver }));
      } else {
        transceiver.reject();
      }
    }
  }

  close(): void {
    this.closed = true;
  }

  become(
    state: RTCPeerConnectionState,
    ice: RTCIceConnectionState = this.iceConnectionState,
  ): void {
    this.connectionState = state;
    this.iceConnectionState = ice;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  /** The server says goodbye over DTLS. */
  endByServer(): void {
    this.transport.become('closed');
  }
}

/** An answer that sends these kinds. */
export function answerThatSends(...kinds: readonly ('audio' | 'video')[]): string {
  return `v=0\r\n${kinds.map((kind) => `m=${kind} 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly\r\n`).join('')}`;
}

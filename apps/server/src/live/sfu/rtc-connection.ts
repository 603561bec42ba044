import { limits } from '@tallylight/contract';
import type { AnsweringTransport, HostCandidate } from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';
import type { CloseReason, Connection, RemotePeer } from '../sfu.ts';
import { withAliases } from './listen-plan.ts';
import type { MediaWorker } from './worker-pool.ts';

export type RtcConnectionOptions = {
  readonly media: MediaWorker;
  readonly router: types.Router;
  readonly peer: RemotePeer;
  /** Further addresses of the media port. */
  readonly aliases: readonly string[];
};

/**
 * What a viewer's bandwidth is taken to be before it is measured, in bit/s: enough for a middle layer from the
 * first frame; the estimate then goes its own way within a second.
 */
const initialOutgoingBitrate = 1_500_000;

/** One WebRtcTransport with the life of a connection: up once, closed once. */
export class RtcConnection implements Connection {
  readonly transport: types.WebRtcTransport;
  readonly local: AnsweringTransport;
  #connected = false;
  #closed: CloseReason | undefined;
  readonly #onConnected: (() => void)[] = [];
  readonly #onClosed: ((reason: CloseReason) => void)[] = [];

  private constructor(transport: types.WebRtcTransport, options: RtcConnectionOptions) {
    const { worker } = options.media;
    this.transport = transport;
    this.local = describe(transport, options.aliases);
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected') this.#connect();
      if (state === 'failed' || state === 'closed') this.closeFor('dtls');
    });
    transport.on('icestatechange', (state) => {
      if (state === 'disconnected') this.closeFor('silent');
    });
    transport.on('routerclose', () => this.closeFor(worker.closed ? 'worker' : 'source'));
    transport.on('listenserverclose', () => this.closeFor('worker'));
  }

  static async open(options: RtcConnectionOptions): Promise<RtcConnection> {
    const transport = await options.router.createWebRtcTransport({
      webRtcServer: options.media.server,
      preferUdp: true,
      iceConsentTimeout: limits.consentMs / 1000,
      initialAvailableOutgoingBitrate: initialOutgoingBitrate,
    });
    const connection = new RtcConnection(transport, options);
    const { setup, fingerprints } = options.peer;
    await transport.connect({
      dtlsParameters: {
        // The role of the remote end: unless it insists on waiting, it begins.
        role: setup === 'passive' ? 'server' : 'client',
        fingerprints: fingerprints.map(({ algorithm, value }) => ({ algorithm, value })),
      },
    });
    return connection;
  }

  onConnected(listener: () => void): void {
    if (this.#connected) listener();
    else this.#onConnected.push(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): void {
    if (this.#closed !== undefined) listener(this.#closed);
    else this.#onClosed.push(listener);
  }

  close(): void {
    this.closeFor('closed');
  }

  /** Frees the transport and tells why; the first reason stays. */
  closeFor(reason: CloseReason): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.transport.close();
    for (const listener of this.#onClosed.splice(0)) listener(reason);
  }

  #connect(): void {
    if (this.#connected || this.#closed !== undefined) return;
    this.#connected = true;
    for (const listener of this.#onConnected.splice(0)) listener();
  }
}

function describe(
  transport: types.WebRtcTransport,
  aliases: readonly string[],
): AnsweringTransport {
  const candidates = transport.iceCandidates.map(
    ({ foundation, priority, address, protocol, port, tcpType }): HostCandidate => ({
      foundation,
      priority,
      address,
      protocol,
      port,
      ...(tcpType !== undefined && { tcpType }),
    }),
  );
  const { usernameFragment, password } = transport.iceParameters;
  return {
    ice: { usernameFragment, password },
    candidates: withAliases(candidates, aliases),
    fingerprints: transport.dtlsParameters.fingerprints.flatMap(({ algorithm, value }) =>
      algorithm === 'sha-256' ? [{ algorithm, value }] : [],
    ),
  };
}

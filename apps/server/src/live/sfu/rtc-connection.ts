import { limits } from '@tallylight/contract';
import type { AnsweringTransport, HostCandidate } from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';
import { Happening } from '../happening.ts';
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
  readonly #connected = new Happening();
  readonly #closed = new Happening<CloseReason>();

  private constructor(transport: types.WebRtcTransport, options: RtcConnectionOptions) {
    const { worker } = options.media;
    this.transport = transport;
    this.local = describe(transport, options.aliases);
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected' && !this.isClosed) this.#connected.happen();
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

  get isClosed(): boolean {
    return this.#closed.hasHappened;
  }

  onConnected(listener: () => void): void {
    this.#connected.listen(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): void {
    this.#closed.listen(listener);
  }

  close(): void {
    this.closeFor('closed');
  }

  /** Frees the transport and tells why; the first reason stays. */
  closeFor(reason: CloseReason): void {
    if (this.isClosed) return;
    this.transport.close();
    this.#closed.happen(reason);
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

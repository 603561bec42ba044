import { limits } from '@tallylight/contract';
import type { AnsweringTransport, HostCandidate } from '@tallylight/protocol/sdp';
import type { types } from 'mediasoup';
import { ConnectionLife } from '../connection-life.ts';
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

/** One WebRtcTransport with the life of a connection. */
export class RtcConnection extends ConnectionLife implements Connection {
  readonly transport: types.WebRtcTransport;
  readonly local: AnsweringTransport;

  private constructor(transport: types.WebRtcTransport, options: RtcConnectionOptions) {
    super();
    const { worker } = options.media;
    this.transport = transport;
    this.local = describe(transport, options.aliases);
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected') this.connect();
      if (state === 'failed' || state === 'closed') this.close('dtls');
    });
    transport.on('icestatechange', (state) => {
      if (state === 'disconnected') this.close('silent');
    });
    transport.on('routerclose', () => this.close(worker.closed ? 'worker' : 'closed'));
    transport.on('listenserverclose', () => this.close('worker'));
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

  async restartIce(): Promise<AnsweringTransport['ice']> {
    const { usernameFragment, password } = await this.transport.restartIce();
    return { usernameFragment, password };
  }

  close(reason: CloseReason = 'closed'): void {
    if (this.isClosed) return;
    this.transport.close();
    this.end(reason);
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

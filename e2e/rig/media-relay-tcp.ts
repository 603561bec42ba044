import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Impairment, Way } from './media-relay-impairment.ts';
import type { Upstream } from './media-relay-udp.ts';

/** One TCP port that stands for another. It drops whole packets, so that what is left can still be read. */
export class TcpRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(upstream: Upstream, impairment: Impairment) {
    this.#server = createServer((viewer) => {
      const server = connect(upstream.port, upstream.address);
      for (const [from, to, way] of [
        [viewer, server, 'toServer'],
        [server, viewer, 'toViewer'],
      ] as const) {
        this.#sockets.add(from);
        from.setNoDelay(true);
        from.on('error', () => {});
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        copyPackets(from, to, way, impairment);
      }
    });
  }

  static async start(upstream: Upstream, impairment: Impairment): Promise<TcpRelay> {
    const relay = new TcpRelay(upstream, impairment);
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Each packet has its length before it, in two bytes (RFC 4571, section 2). */
function copyPackets(from: Socket, to: Socket, way: Way, impairment: Impairment): void {
  let rest = Buffer.alloc(0);
  from.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2) {
      const end = 2 + rest.readUInt16BE(0);
      if (rest.length < end) return;
      const frame = rest.subarray(0, end);
      rest = rest.subarray(end);
      impairment.apply(frame.subarray(2), way, () => {
        if (to.writable) to.write(frame);
      });
    }
  });
}

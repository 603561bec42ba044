import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Impairment } from './media-relay-impairment.ts';

export type Upstream = { readonly address: string; readonly port: number };

/** One UDP port that stands for another: each viewer's port has a socket of its own towards the server. */
export class UdpRelay {
  readonly #front: Socket;
  readonly #upstream: Upstream;
  readonly #impairment: Impairment;
  readonly #backs = new Map<string, Socket>();

  private constructor(front: Socket, upstream: Upstream, impairment: Impairment) {
    this.#front = front;
    this.#upstream = upstream;
    this.#impairment = impairment;
    front.on('message', (packet, viewer) => {
      const back = this.#backFor(viewer);
      impairment.apply(packet, 'toServer', () =>
        send(back, packet, upstream.port, upstream.address),
      );
    });
  }

  static async start(upstream: Upstream, impairment: Impairment): Promise<UdpRelay> {
    const front = createSocket('udp4');
    front.bind(0, '127.0.0.1');
    await once(front, 'listening');
    return new UdpRelay(front, upstream, impairment);
  }

  get port(): number {
    return this.#front.address().port;
  }

  async close(): Promise<void> {
    for (const socket of [this.#front, ...this.#backs.values()]) socket.close();
  }

  #backFor(viewer: { readonly address: string; readonly port: number }): Socket {
    const name = `${viewer.address}:${viewer.port}`;
    const known = this.#backs.get(name);
    if (known !== undefined) return known;
    const back = createSocket('udp4');
    this.#backs.set(name, back);
    // A refused packet is a lost one.
    back.on('error', () => {});
    back.on('message', (packet, from) => {
      if (from.port !== this.#upstream.port) return;
      this.#impairment.apply(packet, 'toViewer', () =>
        send(this.#front, packet, viewer.port, viewer.address),
      );
    });
    return back;
  }
}

/** A packet that can't be sent is lost, as on any network. */
function send(socket: Socket, packet: Uint8Array, port: number, address: string): void {
  socket.send(packet, port, address, () => {});
}

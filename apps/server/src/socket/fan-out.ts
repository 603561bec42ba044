import type { ServerEvents } from '@tallylight/contract';
import { Encoder, PacketType } from 'socket.io-parser';
import type { PageSocket } from './socket-server.ts';
import { wireOf } from './wire.ts';

/**
 * Tells many sockets the same. What is told is encoded once and handed to each WebSocket as it is: a room of Socket.IO's
 * own takes twice the time for each of them. It keeps no order with what a single socket is told, such as an answer.
 */
export class FanOut {
  readonly #sockets = new Set<PageSocket>();
  readonly #encoder = new Encoder();

  add(socket: PageSocket): void {
    this.#sockets.add(socket);
  }

  delete(socket: PageSocket): void {
    this.#sockets.delete(socket);
  }

  send<Event extends keyof ServerEvents>(
    event: Event,
    ...told: Parameters<ServerEvents[Event]>
  ): void {
    const [text] = this.#encoder.encode({
      ...{ type: PacketType.EVENT, nsp: '/', data: [event, ...told] },
    });
    // Nothing in our events is binary, which would follow in packets of its own.
    if (typeof text !== 'string') throw new Error(`${event} can not be told as text`);
    // In Engine.IO 4 a packet of type 4 is a message.
    const bytes = Buffer.from(`4${text}`);
    for (const socket of this.#sockets) {
      const wire = wireOf(socket);
      if (wire === null) socket.conn.write(text, {});
      else wire.send(bytes, { binary: false });
    }
  }
}

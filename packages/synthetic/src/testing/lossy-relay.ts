import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP relay between two loopback ports, with one face to each, that drops what it is told to. */
export class LossyRelay implements AsyncDisposable {
  /** Packets dropped so far: proof that the impairment acted. */
  dropped = 0;
  readonly #faceA: Socket;
  readonly #faceB: Socket;

  private constructor(faceA: Socket, faceB: Socket) {
    this.#faceA = faceA;
    this.#faceB = faceB;
  }

  /** Relays between A and B; `drops` decides about each packet from A to B. */
  static async open(
    portA: number,
    portB: number,
    drops: (packet: Buffer) => boolean,
  ): Promise<LossyRelay> {
    const [faceA, faceB] = await Promise.all([bind(), bind()]);
    const relay = new LossyRelay(faceA, faceB);
    faceA.on('message', (packet) => {
      if (drops(packet)) relay.dropped++;
      else faceB.send(packet, portB, '127.0.0.1');
    });
    faceB.on('message', (packet) => faceA.send(packet, portA, '127.0.0.1'));
    return relay;
  }

  /** Where A sends to. */
  get portForA(): number {
    return this.#faceA.address().port;
  }

  /** Where B sends to. */
  get portForB(): number {
    return this.#faceB.address().port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = [once(this.#faceA, 'close'), once(this.#faceB, 'close')];
    this.#faceA.close();
    this.#faceB.close();
    await Promise.all(closed);
  }
}

async function bind(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

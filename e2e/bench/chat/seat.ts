import { once } from 'node:events';
import { routes } from '@tallylight/contract';
import { WebSocket } from 'ws';

/** What came of one socket in a while. */
export type Heard = {
  packets: number;
  messages: number;
  bytes: number;
  delaysMs: number[];
  /** Packets of reactions, and how many they told of. */
  reactionPackets: number;
  reactions: number;
};

/** Nothing yet. */
export function heardNothing(): Heard {
  return { packets: 0, messages: 0, bytes: 0, delaysMs: [], reactionPackets: 0, reactions: 0 };
}

const packetStart = '42["chat:entries",';
const reactionStart = '42["chat:reactions",';
/** A message carries when it was sent, in ms of this process' clock. */
const sentAt = /"text":"at ([\d.]+)"/g;

/**
 * A socket in a chat that costs its own process as little as can be: it speaks Engine.IO 4 and Socket.IO 5 by hand, and
 * reads no more of a packet than when each message was sent.
 */
export class Seat {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  readonly #admitted = Promise.withResolvers<void>();
  #number = 0;
  #heard: Heard | null = null;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#read(String(data)));
  }

  /** Resolves when it has joined. */
  static async take(url: string, channel: string): Promise<Seat> {
    const address = `${url.replace(/^http/, 'ws')}${routes.socket()}/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { perMessageDeflate: false });
    const seat = new Seat(socket);
    await once(socket, 'open');
    socket.send('40');
    await seat.#admitted.promise;
    await seat.#ask('chat:join', { channel });
    return seat;
  }

  /** Counts from now on into this. */
  listen(heard: Heard): void {
    this.#heard = heard;
  }

  /** Sends a message that tells when it was sent; resolves to whether it was kept. */
  async say(): Promise<boolean> {
    const text = `at ${performance.now().toFixed(2)}`;
    const answer = await this.#ask('chat:send', {
      ...{ id: crypto.randomUUID(), text, mediaAtMs: null },
    });
    return (answer as { readonly ok: boolean }).ok;
  }

  /** Reacts once, in a packet of its own. */
  react(): void {
    this.#socket.send('42["chat:react",[1]]');
  }

  close(): void {
    this.#socket.terminate();
  }

  #ask(event: string, asked: unknown): Promise<unknown> {
    const number = this.#number;
    this.#number += 1;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#socket.send(`42${number}${JSON.stringify([event, asked])}`);
    });
  }

  #read(packet: string): void {
    if (packet.startsWith(packetStart)) this.#count(packet);
    else if (packet.startsWith(reactionStart)) this.#countReactions(packet);
    else if (packet === '2') this.#socket.send('3');
    else if (packet.startsWith('40{')) this.#admitted.resolve();
    else if (packet.startsWith('43')) this.#answered(packet);
  }

  #count(packet: string): void {
    const heard = this.#heard;
    if (heard === null) return;
    const now = performance.now();
    heard.packets += 1;
    heard.bytes += packet.length;
    for (const [, at] of packet.matchAll(sentAt)) {
      heard.messages += 1;
      heard.delaysMs.push(now - Number(at));
    }
  }

  #countReactions(packet: string): void {
    const heard = this.#heard;
    if (heard === null) return;
    const [, { counts }] = JSON.parse(packet.slice(2)) as [string, { counts: readonly number[] }];
    heard.reactionPackets += 1;
    heard.reactions += counts.reduce((sum, count) => sum + count, 0);
  }

  #answered(packet: string): void {
    const start = packet.indexOf('[');
    const number = Number(packet.slice(2, start));
    const [answer] = JSON.parse(packet.slice(start)) as unknown[];
    this.#waiting.get(number)?.(answer);
    this.#waiting.delete(number);
  }
}

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ChatEntry, limits, routes } from '@tallylight/contract';
import fastify from 'fastify';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../live/clock.ts';
import { FanOut } from './fan-out.ts';
import { serveSockets } from './socket-server.ts';

/** A server of sockets alone, whose pages are all told the same. */
async function serve() {
  const app = fastify();
  const everybody = new FanOut();
  const gone: string[] = [];
  const sockets = serveSockets(app, {
    ...{ clock: systemClock, log: pino({ level: 'silent' }), socketsPerAddress: 0 },
    trustProxy: false,
  });
  sockets.on('connection', (socket) => {
    socket.data.joined?.();
    everybody.add(socket);
    socket.on('disconnect', (reason) => {
      gone.push(reason);
      everybody.delete(socket);
    });
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const open = async (transports: string[]) => {
    const page = io(url, { path: routes.socket(), transports, forceNew: true });
    onTestFinished(() => void page.close());
    const told: ChatEntry[] = [];
    page.on('chat:entries', (entries: ChatEntry[]) => void told.push(...entries));
    await new Promise<void>((resolve) => page.on('connect', () => resolve()));
    return { page, told };
  };
  return { everybody, url, open, gone };
}

const entry = (seq: number): ChatEntry => ({ seq, type: 'gone', target: 1 });

test('everybody is told the same in the same order, over WebSocket and over polling', async () => {
  const { everybody, open } = await serve();
  const pages = [await open(['websocket']), await open(['polling']), await open(['websocket'])];
  for (let seq = 1; seq <= 100; seq += 1) everybody.send('chat:entries', [entry(seq)]);
  const wanted = Array.from({ length: 100 }, (_, index) => entry(index + 1));
  for (const { told } of pages) await expect.poll(() => told).toEqual(wanted);
});

test('who reads nothing is cut off at a megabyte, and nobody else is', async () => {
  const { everybody, url, open, gone } = await serve();
  const reader = await open(['websocket']);
  const lazy = await openAndReadNothing(url);
  const packet = Array.from({ length: 5_000 }, (_, index) => entry(index + 1));
  const packetBytes = JSON.stringify(packet).length;
  let packets = 0;
  // What the kernel keeps for the two comes before that.
  while (gone.length === 0) {
    everybody.send('chat:entries', packet);
    packets += 1;
    await expect.poll(() => reader.told.length).toBe(packets * packet.length);
  }
  expect(packets * packetBytes).toBeGreaterThan(limits.socketBacklogBytes);
  expect(reader.page.connected).toBe(true);
  lazy.destroy();
});

/** A page that has connected and then never looks at what it is sent. */
async function openAndReadNothing(url: string): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.write(
    [
      `GET ${routes.socket()}/?EIO=4&transport=websocket HTTP/1.1`,
      ...[`Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket'],
      ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
    ].join('\r\n'),
  );
  await once(socket, 'data');
  // The text "40" in a frame of a client, masked by zeros: it takes part (RFC 6455, section 5.2).
  socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]));
  await once(socket, 'data');
  socket.pause();
  return socket;
}

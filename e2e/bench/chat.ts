import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { measurePanel, type PanelLoad } from '../chat/panel-load.ts';
import { measureTimeLock } from '../chat/time-lock.ts';
import { autoplay, launchChromium } from '../rig/chromium.ts';
import { lasting } from '../rig/lasting.ts';
import { packagingSettings } from '../rig/packaging-test.ts';
import { readStat } from '../rig/process-stat.ts';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { type Heard, heardNothing, Seat } from './chat/seat.ts';
import { percentile } from './report.ts';

const seatCount = 1_000;
/** How many join at a time: a server that just starts has a queue, too. */
const together = 50;
const serverCore = 0;
const clientCore = 1;
const talkPerS = 20;
const talkMs = 20_000;
/** What is said while both processes are still being compiled is not counted, in ms. */
const warmUpMs = 5_000;
/** As much as comes together in packets. */
const floodPerS = 200;
const rounds = 5;
const roundMs = 4_000;

/** How many react, a hundred times a second each. */
const reactingCount = 200;
/** How many messages are held against the pictures. */
const lockedCount = 20;
/** How many messages a second a panel has to keep up with. */
const panelPerS = 100;

const bareProgram = fileURLToPath(new URL('./chat/bare-server.ts', import.meta.url));

/**
 * A room of a thousand sockets, its server on one core and all of them on the other: how soon everybody has what is
 * said, what a delivery costs beside a bare `ws` server that sends as many packets of the same size, and what a socket
 * takes of memory.
 */
export async function measureChat(): Promise<{
  samples: number;
  metrics: Record<string, number>;
}> {
  pin(process.pid, clientCore);
  const server = await ServerUnderTest.start({ TALLYLIGHT_SOCKETS_PER_ADDRESS: '0' });
  pin(server.pid, serverCore);
  try {
    const emptyMb = await calmMb(server);
    const seats: Seat[] = [];
    while (seats.length < seatCount) {
      const joining = Array.from({ length: together }, () => Seat.take(server.url, server.channel));
      seats.push(...(await Promise.all(joining)));
    }
    const bytesPerSocket = (((await calmMb(server)) - emptyMb) * 2 ** 20) / seatCount;
    await talked(seats, talkPerS, warmUpMs);
    const talk = await talked(seats, talkPerS, talkMs);
    const beside = await besideBare(server, seats);
    const reactionPacketsPerS = await reacted(seats.slice(0, reactingCount));
    for (const seat of seats) seat.close();
    const { errors, panel } = await onPages();
    return {
      samples: talk.heard.delaysMs.length,
      metrics: {
        p50Ms: percentile(talk.heard.delaysMs, 0.5),
        p99Ms: percentile(talk.heard.delaysMs, 0.99),
        delivered: talk.heard.messages / (talk.kept * seatCount),
        ...beside,
        bytesPerSocket: Math.round(bytesPerSocket),
        reactionPacketsPerS,
        timeLockErrorP95Ms: percentile(errors, 0.95),
        panelFps: Math.round(panel.fps),
        panelMessagesPerS: Math.round(panel.messagesPerS),
        panelElementsMore: panel.elements[1] - panel.elements[0],
      },
    };
  } finally {
    await server.stop();
  }
}

/**
 * How far from the frame that its sender saw a message is shown to who watches over HLS, in ms; and what a page paints while
 * many speak.
 */
async function onPages(): Promise<{ errors: readonly number[]; panel: PanelLoad }> {
  // The pages need both cores.
  execFileSync('taskset', ['-apc', `${serverCore},${clientCore}`, String(process.pid)]);
  const server = await ServerUnderTest.start({
    ...packagingSettings,
    TALLYLIGHT_SOCKETS_PER_ADDRESS: '0',
  });
  const viewing = await launchChromium(autoplay);
  try {
    const errors = await measureTimeLock(server, { viewing, count: lockedCount });
    const panel = await measurePanel(server, { viewing, perSecond: panelPerS });
    return { errors: errors.map(Math.abs), panel };
  } finally {
    await viewing.close();
    await server.stop();
  }
}

type Talk = { readonly heard: Heard; readonly kept: number };

/** Everybody in turn says something, so many times a second in all; what all of them heard of it. */
async function talked(seats: readonly Seat[], perS: number, ms: number): Promise<Talk> {
  const heard = heardNothing();
  for (const seat of seats) seat.listen(heard);
  const began = performance.now();
  const saying: Promise<boolean>[] = [];
  for (let said = 0; said < (perS * ms) / 1_000; said += 1) {
    await untilMs(began + (said * 1_000) / perS);
    const seat = seats[said % seats.length];
    if (seat !== undefined) saying.push(seat.say());
  }
  const kept = (await Promise.all(saying)).filter(Boolean).length;
  // What was kept last is on its way.
  await lasting(500);
  return { heard, kept };
}

/** Each reacts a hundred times a second; how many packets a second each is told. @throws {Error} nobody is */
async function reacted(seats: readonly Seat[]): Promise<number> {
  const heard = heardNothing();
  for (const seat of seats) seat.listen(heard);
  const began = performance.now();
  for (let tick = 0; performance.now() - began < roundMs; tick += 1) {
    await untilMs(began + tick * 10);
    for (const seat of seats) seat.react();
  }
  const seconds = (performance.now() - began) / 1_000;
  if (heard.reactions === 0) throw new Error('No reactions were told.');
  return Math.round((heard.reactionPackets / seats.length / seconds) * 10) / 10;
}

/** Ours and the bare server in turns. */
async function besideBare(
  server: ServerUnderTest,
  seats: readonly Seat[],
): Promise<Record<string, number>> {
  const first = await talked(seats, floodPerS, roundMs);
  const bytes = Math.round(first.heard.bytes / first.heard.packets);
  const packetsPerS = Math.round(first.heard.packets / seats.length / (roundMs / 1_000));
  const bare = await Bare.start(bytes, packetsPerS);
  const ours: { readonly deliveries: number; readonly packets: number }[] = [];
  const theirs: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const before = cpuS(server.pid);
      const { heard } = await talked(seats, floodPerS, roundMs);
      const spentS = cpuS(server.pid) - before;
      ours.push({ deliveries: heard.messages / spentS, packets: heard.packets / spentS });
      theirs.push(await bare.packetsPerCpuS());
    }
  } finally {
    bare.stop();
  }
  const ratios = ours.map(({ packets }, round) => packets / (theirs[round] ?? Number.NaN));
  return {
    deliveriesPerS: Math.round(
      percentile(
        ours.map(({ deliveries }) => deliveries),
        0.5,
      ),
    ),
    packetsPerS: Math.round(
      percentile(
        ours.map(({ packets }) => packets),
        0.5,
      ),
    ),
    vsWs:
      Math.round(
        percentile(
          ratios.map((ratio) => ratio * 100),
          0.5,
        ),
      ) / 100,
    wsPacketsPerS: Math.round(percentile(theirs, 0.5)),
    packetBytes: bytes,
  };
}

/** A bare `ws` server with as many clients. */
class Bare {
  readonly #child: ChildProcess;
  readonly #clients: readonly WebSocket[];
  #packets = 0;

  private constructor(child: ChildProcess, clients: readonly WebSocket[]) {
    this.#child = child;
    this.#clients = clients;
    for (const client of clients) {
      client.on('message', () => {
        this.#packets += 1;
      });
    }
  }

  static async start(bytes: number, perS: number): Promise<Bare> {
    const child = fork(bareProgram, ['--bytes', String(bytes), '--per-second', String(perS)]);
    const [url] = (await once(child, 'message')) as [string];
    pin(child.pid ?? 0, serverCore);
    const clients: WebSocket[] = [];
    while (clients.length < seatCount) {
      const joining = Array.from({ length: together }, async () => {
        const client = new WebSocket(url, { perMessageDeflate: false });
        await once(client, 'open');
        return client;
      });
      clients.push(...(await Promise.all(joining)));
    }
    return new Bare(child, clients);
  }

  /** Lets it send for a while. */
  async packetsPerCpuS(): Promise<number> {
    const pid = this.#child.pid ?? 0;
    const before = { cpuS: cpuS(pid), packets: this.#packets };
    this.#child.send('resume');
    await lasting(roundMs);
    this.#child.send('pause');
    await lasting(500);
    return (this.#packets - before.packets) / (cpuS(pid) - before.cpuS);
  }

  stop(): void {
    for (const client of this.#clients) client.terminate();
    this.#child.kill();
  }
}

function pin(pid: number, core: number): void {
  execFileSync('taskset', ['-apc', String(core), String(pid)]);
}

function cpuS(pid: number): number {
  return readStat(pid)?.ownS ?? Number.NaN;
}

/** Its memory, once it has come to rest. */
async function calmMb(server: ServerUnderTest): Promise<number> {
  await lasting(3_000);
  return (await server.footprint()).nodeMb;
}

async function untilMs(atMs: number): Promise<void> {
  const leftMs = atMs - performance.now();
  if (leftMs > 0) await lasting(leftMs);
}

import { setTimeout } from 'node:timers/promises';
import { limits, routes } from '@tallylight/contract';
import { send } from '../conformance/http.ts';
import { writeOffer } from '../conformance/offer.ts';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { type Finding, keepFinding } from './finding.ts';
import { fragments, offers } from './grammar.ts';
import { drawInputs, type Input, shrink } from './inputs.ts';
import { Lane } from './lane.ts';
import type { RunOptions } from './run-options.ts';

export type HttpReport = {
  readonly kind: 'whip';
  readonly seed: number;
  readonly inputs: number;
  /** How often each status came, to POST and to PATCH. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly patchStatuses: Readonly<Record<string, number>>;
  /** Sessions that the server had to end by itself. */
  readonly reaped: number;
  readonly elapsedMs: number;
  /** What went wrong; empty after a good run. */
  readonly faults: readonly string[];
  readonly findings: readonly Finding[];
};

const key = 'the-stream-key-of-every-channel';
/** A lane has a channel to itself: two may be connecting to one, so others would only be told to wait. */
const channels = ['fuzz-0', 'fuzz-1', 'fuzz-2', 'fuzz-3'];

/** How long a smaller input is looked for, in ms. */
const shrinkMs = 15_000;

/** Posts inputs to our own server until one fails, and sees that the server is none the worse for it. */
export async function runOverHttp(options: RunOptions): Promise<HttpReport> {
  const server = await ServerUnderTest.start({
    TALLYLIGHT_CHANNELS: channels.map((channel) => `${channel}:${key}`).join(','),
    TALLYLIGHT_SESSION_RATE: '0',
  });
  try {
    return await new HttpRun(server, options).run();
  } finally {
    await server.stop();
  }
}

class HttpRun {
  readonly #server: ServerUnderTest;
  readonly #options: RunOptions;
  readonly #lanes: readonly Lane[];
  readonly #faults: string[] = [];
  readonly #findings: Finding[] = [];
  readonly #statuses: number[] = [];
  #sent = 0;

  constructor(server: ServerUnderTest, options: RunOptions) {
    this.#server = server;
    this.#options = options;
    this.#lanes = channels.map((channel) => new Lane(server.url, { channel, key }));
  }

  async run(): Promise<HttpReport> {
    const startedAt = performance.now();
    const { seed, count } = this.#options;
    const inputs = drawInputs(offers(), { seed, count });
    const patches = drawInputs(fragments(), { seed, count });
    await Promise.all(this.#lanes.map((lane) => this.#drive(lane, inputs, patches)));
    const reaped = this.#lanes.flatMap(({ abandoned }) => abandoned).length;
    await this.#checkAfterwards();
    return {
      kind: 'whip',
      seed,
      inputs: this.#statuses.length,
      statuses: tally(this.#statuses),
      patchStatuses: tally(this.#lanes.flatMap(({ patched }) => patched)),
      reaped,
      elapsedMs: performance.now() - startedAt,
      faults: this.#faults,
      findings: this.#findings,
    };
  }

  /** All lanes take from the same inputs, each the next one. */
  async #drive(lane: Lane, inputs: Iterator<Input>, patches: Iterator<Input>): Promise<void> {
    while (this.#faults.length === 0) {
      const input: Input | undefined = inputs.next().value;
      if (input === undefined) return;
      const patch = patches.next().value?.bytes ?? Buffer.alloc(0);
      const number = this.#sent;
      this.#sent += 1;
      const { status, fault } = await lane.run(input.bytes, patch, number);
      this.#statuses.push(status);
      if (number % 100 === 0) this.#options.onProgress?.(number);
      if (fault !== null) await this.#keep(lane, { input, patch, number, fault });
    }
  }

  async #keep(
    lane: Lane,
    { input, patch, number, fault }: { input: Input; patch: Buffer; number: number; fault: string },
  ): Promise<void> {
    const again = async (bytes: Buffer): Promise<boolean> =>
      (await lane.run(bytes, patch, number)).fault !== null;
    const errors = this.#server.errors;
    const small = await shrink(offers(), input, again, shrinkMs);
    const finding = keepFinding(this.#options.folder, 'whip', fault, small);
    this.#findings.push(finding);
    this.#faults.push(`${fault}\n${errors}\n  kept as ${finding.file}`);
  }

  /** Healthy, free of what was left behind, and as ready for a publisher as before. */
  async #checkAfterwards(): Promise<void> {
    for (const route of [routes.health(), routes.ready()]) {
      const { status } = await send({ method: 'GET', url: this.#server.url + route });
      if (status !== 200) this.#faults.push(`${route} was answered with ${status}`);
    }
    const abandoned = this.#lanes.flatMap((lane) => lane.abandoned);
    const deadline = performance.now() + limits.connectMs + 5_000;
    await Promise.all(abandoned.map((session) => this.#awaitEnd(session, deadline)));
    for (const lane of this.#lanes) await this.#checkRoom(lane);
    for (const channel of channels) {
      const { body } = await send({
        method: 'GET',
        url: this.#server.url + routes.channel(channel),
      });
      if (body.includes('"state":"live"')) this.#faults.push(`${channel} is live: ${body}`);
    }
  }

  /** A session that nobody connected to ends by itself. */
  async #awaitEnd(session: string, deadline: number): Promise<void> {
    for (;;) {
      const { status } = await send({ method: 'GET', url: session });
      if (status === 404 || status === 410) return;
      if (performance.now() > deadline) {
        this.#faults.push(`${session} was left and never ended`);
        return;
      }
      await setTimeout(250);
    }
  }

  /** Every place for a connecting publisher can be taken: so none is held by what was sent before. */
  async #checkRoom(lane: Lane): Promise<void> {
    const places = Array.from({ length: limits.pendingPublishers }, () => lane.post(writeOffer()));
    for (const reply of await Promise.all(places)) {
      if (typeof reply === 'string' || reply.status !== 201) {
        const seen = typeof reply === 'string' ? reply : `${reply.status} ${reply.body}`;
        this.#faults.push(`A good offer was not taken afterwards: ${seen}`);
        continue;
      }
      const fault = await lane.end(new URL(reply.headers.location ?? '', reply.url).href);
      if (fault !== null) this.#faults.push(fault);
    }
  }
}

function tally(statuses: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const status of statuses.toSorted((a, b) => a - b)) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

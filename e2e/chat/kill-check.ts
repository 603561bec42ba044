import type { ChatEntry, ChatMessage } from '@tallylight/contract';
import { lasting } from '../rig/lasting.ts';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { Chatter } from './chatter.ts';

export type KillCheck = {
  readonly kills: number;
  /** Messages a second, of all who speak together. */
  readonly perSecond: number;
};

export type KillFindings = {
  readonly acknowledged: number;
  /** What is wrong with the log or with what somebody saw: nothing. */
  readonly problems: readonly string[];
};

/** As many as may each say two a second. */
const perSpeaker = 2;
const listeners = 3;
/** How long the server lives at least, and how much longer by chance, in ms. */
const livesMs = 600;
const livesMoreMs = 900;

/**
 * Kills a server again and again while many speak, and holds what they were told against what was kept and against what
 * each saw: nothing that was acknowledged may be lost, doubled or out of order.
 */
export async function checkKills({ kills, perSecond }: KillCheck): Promise<KillFindings> {
  const server = await ServerUnderTest.start({ TALLYLIGHT_SOCKETS_PER_ADDRESS: '0' });
  const speakers = people(server, Math.ceil(perSecond / perSpeaker));
  const watching = people(server, listeners);
  const everybody = [...speakers, ...watching];
  try {
    await Promise.all(everybody.map(({ joined }) => joined));
    const stop = new AbortController();
    const speaking = speakers.map((speaker, number) => speak(speaker, number, stop.signal));
    for (let kill = 0; kill < kills; kill += 1) {
      await lasting(livesMs + Math.random() * livesMoreMs);
      await server.restart();
      await Promise.all(everybody.map(({ joined }) => joined));
    }
    stop.abort();
    await Promise.all(speaking);
    const log = await wholeLog(server);
    const acknowledged = speakers.flatMap((speaker) => speaker.acknowledged);
    for (const one of everybody) await untilTaken(one, log.length);
    return {
      acknowledged: acknowledged.length,
      problems: [
        ...faultsOfLog(log),
        ...speakers.flatMap((speaker) => faultsOfSpeaker(speaker, log)),
        ...everybody.flatMap((one) => faultsOfSight(one.taken, log)),
      ],
    };
  } finally {
    for (const one of everybody) one.close();
    await server.stop();
  }
}

function people({ url, channel }: ServerUnderTest, count: number): Chatter[] {
  return Array.from({ length: count }, () => new Chatter(url, channel));
}

/** One message after the other, each once the one before was kept. */
async function speak(speaker: Chatter, number: number, stop: AbortSignal): Promise<void> {
  for (let said = 0; !stop.aborted; said += 1) {
    const paused = lasting(1_000 / perSpeaker);
    await speaker.say(`${number}:${said}`);
    await paused;
  }
}

/** What a newcomer reads. */
async function wholeLog({ url, channel }: ServerUnderTest): Promise<readonly ChatEntry[]> {
  const reader = new Chatter(url, channel);
  let before = -1;
  await reader.joined;
  while (reader.taken.length > before) {
    before = reader.taken.length;
    await lasting(500);
  }
  reader.close();
  return reader.taken;
}

async function untilTaken(one: Chatter, count: number): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (one.taken.length < count && performance.now() < deadline) await lasting(20);
}

function faultsOfLog(log: readonly ChatEntry[]): string[] {
  const ids = log.flatMap((entry) =>
    entry.type === 'message' ? `${entry.message.from.id} ${entry.message.id}` : [],
  );
  return [
    ...log.flatMap(({ seq }, index) => (seq === index + 1 ? [] : `number ${seq} at ${index + 1}`)),
    ...(new Set(ids).size === ids.length ? [] : ['a message was kept twice']),
  ];
}

/** Each acknowledged message is in the log under its number, and one person's messages are in the order they were said. */
function faultsOfSpeaker({ acknowledged }: Chatter, log: readonly ChatEntry[]): string[] {
  const at = (seq: number): ChatMessage | null => {
    const entry = log[seq - 1];
    return entry?.type === 'message' ? entry.message : null;
  };
  return acknowledged.flatMap((message, index) => {
    const kept = at(message.seq);
    if (kept === null) return [`"${message.text}" was acknowledged as ${message.seq} and lost`];
    if (kept.id !== message.id) return [`${message.seq} is "${kept.text}", not "${message.text}"`];
    const before = acknowledged[index - 1]?.seq ?? 0;
    return message.seq > before ? [] : [`"${message.text}" came before what was said before it`];
  });
}

function faultsOfSight(taken: readonly ChatEntry[], log: readonly ChatEntry[]): string[] {
  const isSame = JSON.stringify(taken) === JSON.stringify(log);
  return isSame ? [] : [`somebody saw ${taken.length} entries, not the ${log.length} of the log`];
}

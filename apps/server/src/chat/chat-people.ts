import type { ChatPerson, ChatRename, ChatRole } from '@tallylight/contract';
import type { Clock } from '../live/clock.ts';
import { ChatError } from './chat-error.ts';
import type { ChatLog } from './log/chat-log.ts';
import { guestOf } from './passports.ts';
import { skeletonOf } from './skeleton.ts';

/** Who has not been heard of for so long loses the name to who wants it, in ms. */
const nameKeptMs = 30 * 86_400_000;

/** Names that only the owner may have; so is the channel's. */
const reserved = [
  'owner',
  'host',
  'broadcaster',
  'moderator',
  'mod',
  'admin',
  'system',
  'tallylight',
];

/** How many names are tried for who never chose one. */
const guestAttempts = 20;

/** What people are called, in each channel. */
export class ChatPeople {
  readonly #log: ChatLog;
  readonly #clock: Clock;
  readonly #reserved = new Set(reserved.map(skeletonOf));

  constructor(log: ChatLog, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /**
   * Somebody as everybody sees them.
   *
   * @throws {ChatError} storage-unavailable
   */
  async find(channel: string, id: string, role: ChatRole): Promise<ChatPerson> {
    const named = await this.#log.ask('person', channel, id);
    if (named !== null) return { id, ...named, role };
    return { id, ...(role === 'owner' ? { name: channel, colour: 0 } : guestOf(id)), role };
  }

  /**
   * Gives somebody the name and colour they want.
   *
   * @throws {ChatError} name-taken, name-invalid, storage-unavailable
   */
  async rename(
    channel: string,
    person: ChatPerson,
    { name, colour }: ChatRename,
  ): Promise<ChatPerson> {
    const skeleton = skeletonOf(name);
    if (skeleton === '') {
      throw ChatError.nameInvalid(
        `"${name}" has nothing that could be read. Use letters or digits.`,
      );
    }
    const isReserved = this.#reserved.has(skeleton) || skeleton === skeletonOf(channel);
    const isFree = person.role === 'owner' || !isReserved;
    if (!isFree || !(await this.#claim(channel, person.id, { name, colour }))) {
      throw ChatError.nameTaken(name);
    }
    return { ...person, name, colour };
  }

  /**
   * Has who says something for the first time keep the name that they have; where somebody else has it, another one.
   *
   * @throws {ChatError} storage-unavailable
   */
  async settle(channel: string, person: ChatPerson): Promise<ChatPerson> {
    for (let attempt = 0; attempt < guestAttempts; attempt += 1) {
      const wish = attempt === 0 ? person : guestOf(person.id, attempt);
      const { name, colour } = wish;
      if (await this.#claim(channel, person.id, { name, colour })) {
        return { ...person, name, colour };
      }
    }
    throw ChatError.nameTaken(person.name);
  }

  #claim(channel: string, id: string, { name, colour }: ChatRename): Promise<boolean> {
    const atMs = Math.round(this.#clock.now());
    const skeleton = skeletonOf(name);
    return this.#log.ask('claim', {
      ...{ channel, id, name, skeleton, colour, atMs },
      freeBeforeMs: atMs - nameKeptMs,
    });
  }
}

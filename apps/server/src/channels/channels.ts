import type { ChannelDetails } from '@tallylight/contract';
import { ChannelError } from './channel-error.ts';
import type { ChannelFile, SavedChannels } from './channel-file.ts';
import { createStreamKey, hashStreamKey, matchesStreamKey } from './stream-key.ts';

/** The channel that the first start makes. */
export const firstChannel = 'live';

const noDetails: ChannelDetails = { title: null, startsAtMs: null };

/** Which channels there are, who owns them (who holds the key), and what their owners tell of them. */
export class Channels {
  readonly #file: ChannelFile;
  readonly #configured: ReadonlyMap<string, string>;
  /** As it is on the disk. */
  #saved: SavedChannels;
  /** One change is on its way to the disk at a time. */
  #line: Promise<unknown> = Promise.resolve();

  private constructor(file: ChannelFile, saved: SavedChannels, configured: Record<string, string>) {
    this.#file = file;
    this.#saved = saved;
    this.#configured = new Map(
      Object.entries(configured).map(([name, key]) => [name, hashStreamKey(key)]),
    );
  }

  /**
   * Opens the channels of the data folder and of the configuration.
   *
   * @returns also the key of the first channel where it was made just now: the only time that it is known
   * @throws {Error} the file can't be used or written
   */
  static async open(
    file: ChannelFile,
    configured: Record<string, string>,
  ): Promise<{ channels: Channels; newKey: string | undefined }> {
    const saved = await file.read();
    const channels = new Channels(file, saved ?? { channels: {} }, configured);
    // Where all channels are configured the file may have nothing but details.
    const hasChannels = Object.keys(saved?.channels ?? {}).length > 0;
    if (hasChannels || firstChannel in configured) return { channels, newKey: undefined };
    return { channels, newKey: await channels.renewKey(firstChannel) };
  }

  /**
   * Makes a new key for a channel of the data folder, or the channel with it; the old key is good no longer.
   *
   * @throws {Error} the channel's key comes from the configuration
   */
  async renewKey(channel: string): Promise<string> {
    if (this.#configured.has(channel)) {
      throw new Error(
        `The key of channel "${channel}" comes from the configuration: change it there.`,
      );
    }
    const key = createStreamKey();
    const keyHash = hashStreamKey(key);
    await this.#save(({ channels, ...rest }) => ({
      ...rest,
      channels: { ...channels, [channel]: { keyHash } },
    }));
    return key;
  }

  /** What the owner of a channel tells of it. */
  details(channel: string): ChannelDetails {
    return ownMember(this.#saved.details ?? {}, channel) ?? noDetails;
  }

  /**
   * Keeps what the owner tells. A title without a letter is none.
   *
   * @throws {ChannelError} channel-unknown
   * @throws {Error} the file can't be written; what was told before stays
   */
  async setDetails(channel: string, { title, startsAtMs }: ChannelDetails): Promise<void> {
    this.requireKnown(channel);
    const told = { title: title === '' ? null : title, startsAtMs };
    await this.#save(({ details, ...rest }) => ({
      ...rest,
      details: { ...details, [channel]: told },
    }));
  }

  /**
   * A broadcast was on air on this channel at `atMs`: a start that was told for then or before is over.
   *
   * @throws {Error} the file can't be written
   */
  async passStart(channel: string, atMs: number): Promise<void> {
    await this.#save((saved) => {
      const told = ownMember(saved.details ?? {}, channel);
      if (told === undefined || told.startsAtMs === null || told.startsAtMs > atMs) return saved;
      return { ...saved, details: { ...saved.details, [channel]: { ...told, startsAtMs: null } } };
    });
  }

  isKnown(channel: string): boolean {
    return this.#hash(channel) !== undefined;
  }

  /** @throws {ChannelError} channel-unknown */
  requireKnown(channel: string): void {
    if (!this.isKnown(channel)) throw ChannelError.unknown(channel);
  }

  /**
   * Lets the owner of a channel through.
   *
   * @param key what the request brought as Bearer; undefined where it brought none
   * @throws {ChannelError} channel-unknown, key-missing, key-wrong
   */
  requireOwner(channel: string, key: string | undefined): void {
    const hash = this.#hash(channel);
    if (hash === undefined) throw ChannelError.unknown(channel);
    if (key === undefined) throw ChannelError.keyMissing(channel);
    if (!matchesStreamKey(key, hash)) throw ChannelError.keyWrong(channel);
  }

  /** The configuration is the stronger: it is what somebody wrote on purpose. */
  #hash(channel: string): string | undefined {
    return this.#configured.get(channel) ?? ownMember(this.#saved.channels, channel)?.keyHash;
  }

  /** @param change returns what it was given where there is nothing to keep */
  async #save(change: (saved: SavedChannels) => SavedChannels): Promise<void> {
    const write = this.#line.then(async () => {
      const next = change(this.#saved);
      if (next === this.#saved) return;
      await this.#file.write(next);
      this.#saved = next;
    });
    this.#line = write.catch(() => undefined);
    await write;
  }
}

/** "constructor" may be a channel. */
function ownMember<Value>(record: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

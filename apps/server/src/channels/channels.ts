import { ChannelError } from './channel-error.ts';
import type { ChannelFile, ChannelHashes } from './channel-file.ts';
import { createStreamKey, hashStreamKey, matchesStreamKey } from './stream-key.ts';

/** The channel that the first start makes. */
export const firstChannel = 'live';

/** Which channels there are, and who owns them: who holds the key. */
export class Channels {
  readonly #file: ChannelFile;
  readonly #saved: ChannelHashes;
  readonly #configured: ReadonlyMap<string, string>;

  private constructor(file: ChannelFile, saved: ChannelHashes, configured: Record<string, string>) {
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
    const channels = new Channels(file, saved ?? {}, configured);
    if (saved !== undefined || firstChannel in configured) return { channels, newKey: undefined };
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
    this.#saved[channel] = { keyHash: hashStreamKey(key) };
    await this.#file.write(this.#saved);
    return key;
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
    const saved = Object.hasOwn(this.#saved, channel) ? this.#saved[channel] : undefined;
    return this.#configured.get(channel) ?? saved?.keyHash;
  }
}

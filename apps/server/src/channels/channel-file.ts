import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { channelNamePattern } from '@tallylight/contract';
import { z } from 'zod';

const fileSchema = z.strictObject({
  version: z.literal(1),
  channels: z.record(
    z.string().regex(channelNamePattern),
    z.strictObject({ keyHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/** Hashes of stream keys by channel. */
export type ChannelHashes = Record<string, { keyHash: string }>;

/** Where channels are kept between two starts: a small JSON file in the data folder. */
export class ChannelFile {
  readonly path: string;
  readonly #dataDir: string;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.path = join(dataDir, 'channels.json');
  }

  /**
   * The channels that were saved; undefined before the first save.
   *
   * @throws {Error} the file is there and can't be used; it is left as it is
   */
  async read(): Promise<ChannelHashes | undefined> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return fileSchema.parse(JSON.parse(text)).channels;
    } catch (cause) {
      throw new Error(
        `${this.path} can't be read as the list of channels. Put back a copy, or move it away to start with a new channel and key.`,
        { cause },
      );
    }
  }

  /** Saves whole or not at all: the old file stays until the new one is on the disk. */
  async write(channels: ChannelHashes): Promise<void> {
    await mkdir(this.#dataDir, { recursive: true, mode: 0o700 });
    const draft = `${this.path}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ version: 1, channels }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.path);
  }
}

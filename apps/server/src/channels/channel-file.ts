import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { channelDetailsSchema, channelNamePattern } from '@tallylight/contract';
import { z } from 'zod';

const channelName = z.string().regex(channelNamePattern);

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Hashes of stream keys; of channels whose keys don't come from the configuration. */
  channels: z.record(channelName, z.strictObject({ keyHash: z.string().regex(/^[0-9a-f]{64}$/) })),
  /** What the owners told, of any channel. */
  details: z.record(channelName, channelDetailsSchema).optional(),
});

/** What is kept of all channels. */
export type SavedChannels = Readonly<Omit<z.infer<typeof fileSchema>, 'version'>>;

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
  async read(): Promise<SavedChannels | undefined> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const { channels, details } = fileSchema.parse(JSON.parse(text));
      return { channels, details };
    } catch (cause) {
      throw new Error(
        `${this.path} can't be read as the list of channels. Put back a copy, or move it away to start with a new channel and key.`,
        { cause },
      );
    }
  }

  /** Saves whole or not at all: the old file stays until the new one is on the disk. */
  async write(saved: SavedChannels): Promise<void> {
    await mkdir(this.#dataDir, { recursive: true, mode: 0o700 });
    const draft = `${this.path}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ version: 1, ...saved }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.path);
  }
}

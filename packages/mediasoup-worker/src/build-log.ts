import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';

/** The log of one build: every command and every line that it printed. */
export class BuildLog {
  readonly path: string;
  readonly #file: WriteStream;

  private constructor(path: string) {
    this.path = path;
    this.#file = createWriteStream(path);
  }

  /** Begins the log anew. */
  static async create(path: string): Promise<BuildLog> {
    await mkdir(dirname(path), { recursive: true });
    return new BuildLog(path);
  }

  /** Adds one line. */
  write(line: string): void {
    this.#file.write(`${line}\n`);
  }

  /** Ends the log; its file is whole when this resolves. */
  async close(): Promise<void> {
    this.#file.end();
    await finished(this.#file);
  }
}

/** The last lines of a log, none where there is no log. */
export async function lastLogLines(path: string, count: number): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count);
}

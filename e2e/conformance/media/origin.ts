import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MediaTargetOptions } from './media-target.ts';

const program = fileURLToPath(
  new URL('../../../apps/server/src/playback/testing/origin-process.ts', import.meta.url),
);

/** Our origin as a process, with a broadcast that goes on until it is told otherwise. Segments are of one second. */
class Origin {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(): Promise<Origin> {
    const child = spawn(process.execPath, [program, '--segment', '1'], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.on('message', (news: { url?: string }) => {
        if (news.url !== undefined) resolve(news.url);
      });
      child.once('exit', () => reject(new Error('The origin did not start.')));
    });
    return new Origin(url, child);
  }

  order(what: 'end' | 'stall'): void {
    this.#child.send(what);
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}

/** A live stream, one that has ended and one that has stalled. */
export type Origins = { readonly live: Origin; readonly ended: Origin; readonly stalled: Origin };

export async function startOrigins(): Promise<Origins> {
  const [live, ended, stalled] = await Promise.all([
    Origin.start(),
    Origin.start(),
    Origin.start(),
  ]);
  ended.order('end');
  stalled.order('stall');
  return { live, ended, stalled };
}

/** Where the rules find them. */
export function targetOf(urls: Readonly<Record<keyof Origins, string>>): MediaTargetOptions {
  return {
    hls: `${urls.live}/media/live/index.m3u8`,
    dash: `${urls.live}/media/live/manifest.mpd`,
    ended: `${urls.ended}/media/live/index.m3u8`,
    endedDash: `${urls.ended}/media/live/manifest.mpd`,
    stalled: `${urls.stalled}/media/live/index.m3u8`,
  };
}

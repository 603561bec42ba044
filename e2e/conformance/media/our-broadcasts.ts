import { SyntheticPublisher } from '@tallylight/synthetic';
import { ServerUnderTest } from '../../rig/server-under-test.ts';
import type { MediaTargetOptions } from './media-target.ts';

const key = 'the-stream-key-of-every-channel';

/** How long a stream must have been packaged before it is looked at, in ms: rules look back some segments. */
const packagedMs = 15_000;

/** Our own server with real broadcasts: one that goes on, one that has ended, one whose publisher has fallen silent. */
export class OurBroadcasts implements AsyncDisposable {
  readonly target: MediaTargetOptions;
  readonly #server: ServerUnderTest;
  readonly #publishers: readonly SyntheticPublisher[];

  private constructor(server: ServerUnderTest, publishers: readonly SyntheticPublisher[]) {
    this.#server = server;
    this.#publishers = publishers;
    const media = (channel: string): string => `${server.url}/media/${channel}`;
    this.target = {
      hls: `${media('live')}/index.m3u8`,
      dash: `${media('live')}/manifest.mpd`,
      ended: `${media('ended')}/index.m3u8`,
      endedDash: `${media('ended')}/manifest.mpd`,
      stalled: `${media('stalled')}/index.m3u8`,
    };
  }

  static async start(): Promise<OurBroadcasts> {
    const channels = ['live', 'ended', 'stalled'];
    const server = await ServerUnderTest.start({
      TALLYLIGHT_PACKAGER: 'true',
      TALLYLIGHT_CHANNELS: channels.map((channel) => `${channel}:${key}`).join(','),
      TALLYLIGHT_LADDER: '720,360,144',
    });
    try {
      const publishers = await Promise.all(
        channels.map((channel) =>
          SyntheticPublisher.start({ url: `${server.url}/whip/${channel}`, token: key, layers: 2 }),
        ),
      );
      const [, ended, stalled] = publishers;
      await new Promise((resolve) => setTimeout(resolve, packagedMs));
      await ended?.end();
      stalled?.stop();
      await hasEnded(`${server.url}/media/ended/classic.m3u8`);
      return new OurBroadcasts(server, publishers);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#publishers.map((publisher) => publisher.vanish()));
    await this.#server.stop();
  }
}

/** Waits until a broadcast's playlists are those of its recording. */
async function hasEnded(multivariant: string): Promise<void> {
  const until = performance.now() + 10_000;
  while (!(await (await fetch(multivariant)).text()).includes('.vod.m3u8')) {
    if (performance.now() > until) throw new Error(`${multivariant} did not end`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

import {
  Listeners,
  type SessionError,
  type SessionState,
  type ViewStats,
  type WatchNews,
  type WhepProgress,
} from '@tallylight/webrtc';
import { FakeMediaStream, fakeTrack } from '@tallylight/webrtc/testing';
import type { WatchSession } from '../join-loop.ts';

/** A session in the hands of a test. */
export class FakeWatchSession implements WatchSession {
  readonly #listeners = new Listeners();
  readonly #started = Promise.withResolvers<void>();
  readonly #stream = new FakeMediaStream();
  readonly stream = this.#stream as unknown as MediaStream;
  #state: SessionState = { name: 'new' };
  #news: WatchNews = { active: null, viewers: null, layers: [], reconnect: false };
  readonly #newsListeners = new Listeners();
  /** The layers that were asked for; null for all. */
  readonly selected: (string | null)[] = [];
  closed = false;
  readonly tried = [];

  readonly getState = (): SessionState => this.#state;
  readonly subscribe = this.#listeners.add;

  readonly getNews = (): WatchNews => this.#news;
  readonly subscribeNews = this.#newsListeners.add;

  async selectLayer(id: string | null): Promise<void> {
    this.selected.push(id);
  }

  /** What was tried to mend it. */
  readonly remedies: string[] = [];

  async requestKeyFrame(): Promise<void> {
    this.remedies.push('key frame');
  }

  async restartIce(): Promise<void> {
    this.remedies.push('ICE restart');
  }

  /** The server tells something. */
  tell(news: Partial<WatchNews>): void {
    this.#news = { ...this.#news, ...news };
    this.#newsListeners.notify();
  }

  start(): Promise<void> {
    return this.#started.promise;
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  receiver(): RTCRtpReceiver | null {
    return null;
  }

  async progress(): Promise<WhepProgress> {
    return {
      ...{ frames: 0, keyFrames: 0, packets: 0, audioPackets: 0, videoPackets: 0 },
      pathProtocol: null,
    };
  }

  async stats(): Promise<ViewStats> {
    throw new Error('A fake has none.');
  }

  /** The server grants it, with these kinds of media. */
  grant(...kinds: readonly ('audio' | 'video')[]): void {
    for (const kind of kinds) this.#stream.addTrack(fakeTrack(kind));
    this.#become({ name: 'connecting' });
  }

  connect(): void {
    this.#become({ name: 'connected' });
    this.#started.resolve();
  }

  fail(error: SessionError): void {
    this.#become({ name: 'failed', error });
    this.#started.reject(error);
  }

  #become(state: SessionState): void {
    this.#state = state;
    this.#listeners.notify();
  }
}

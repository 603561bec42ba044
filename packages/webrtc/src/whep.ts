import { renumberExtensions } from '@tallylight/protocol/sdp';
import { receivable } from './codec-order.ts';
import { CounterRates } from './counter-rates.ts';
import type { SessionEnvironment } from './environment.ts';
import { LipSync } from './lip-sync.ts';
import { withOpusWishes } from './opus-format.ts';
import { PeerSession } from './peer-session.ts';
import type { PathProtocol } from './restart-descriptions.ts';
import { withSeparateStreams } from './separate-streams.ts';
import { SessionResource } from './session-resource.ts';
import { isFinal, type SessionState } from './session-state.ts';
import { readViewStats, type ViewStats } from './view-stats.ts';
import { type WatchNews, WhepNews } from './whep-news.ts';
import { readWhepProgress, type WhepProgress } from './whep-progress.ts';

/** What a session is watched with. */
export type WhepOptions = {
  readonly environment: SessionEnvironment;
  /** The WHEP endpoint of the channel; it may have a query. */
  readonly url: string;
  /** What start() may take, in ms; default 15,000. */
  readonly timeoutMs?: number;
};

const layerRel = 'urn:ietf:params:whep:ext:core:layer';
/** This project's own extension: pages can't send RTCP, where this would be a PLI (RFC 4585, section 6.3.1). */
const keyFrameRel = 'urn:tallylight:whep:ext:key-frame';

/** How long a search for another way may take, in ms. */
const restartMs = 3_000;

/**
 * One watching session over WHEP (draft-ietf-wish-whep-04). It starts once; a new try is a new session.
 *
 * After it was lost its tracks go on showing the last picture: close() ends that.
 */
export class WhepSession {
  /** Holds a track of each kind that the server sends, from the state `connecting` on. */
  readonly stream: MediaStream;
  readonly #environment: SessionEnvironment;
  readonly #session: PeerSession;
  readonly #rates = new CounterRates();
  readonly #resource: SessionResource;
  readonly #news: WhepNews;

  constructor({ environment, url, timeoutMs = 15_000 }: WhepOptions) {
    this.#resource = new SessionResource({ environment, url, conflict: 'off-air' });
    this.#news = new WhepNews(environment);
    this.stream = environment.createMediaStream();
    this.#environment = environment;
    this.#session = new PeerSession({
      environment,
      resource: this.#resource,
      timeoutMs,
      // The server may reject the first section, where the broadcast has no audio. With max-bundle Chromium
      // has then no transport for the second.
      bundlePolicy: 'balanced',
      keepsLastPicture: true,
      isAwaited: false,
      prepare: (connection) => this.#addReceivers(connection),
      rewriteOffer: (sdp) => withOpusWishes(renumberExtensions(sdp), { stereo: true }),
      rewriteAnswer: withSeparateStreams,
    });
    const lipSync = new LipSync({
      timers: environment.timers,
      receiver: (kind) => this.receiver(kind),
    });
    this.#session.subscribe(() => {
      const state = this.getState();
      if (state.name === 'connected') {
        lipSync.start();
        // Not before: the picture comes first.
        void this.#news.start(this.#resource.links);
      }
      if (!isFinal(state)) return;
      lipSync.stop();
      this.#news.stop();
    });
  }

  readonly getState = (): SessionState => this.#session.getState();

  /** Calls `listener` after every change of the state; returns what undoes it. */
  readonly subscribe = (listener: () => void): (() => void) => this.#session.subscribe(listener);

  /** What the server tells beside the media. */
  readonly getNews = (): WatchNews => this.#news.get();

  /** Calls `listener` after every change of the news; returns what undoes it. */
  readonly subscribeNews = (listener: () => void): (() => void) => this.#news.subscribe(listener);

  /**
   * Asks for no better layer than this one; null: for what the line carries. Never rejects: a server that
   * can't do it sends what it likes.
   */
  async selectLayer(id: string | null): Promise<void> {
    await this.#tell(layerRel, id === null ? {} : { rid: id });
  }

  /**
   * Asks the server for a key frame, which it has of the publisher. Never rejects: a server that can't do it, or was
   * asked just now, sends none for this.
   */
  async requestKeyFrame(): Promise<void> {
    await this.#tell(keyFrameRel, {});
  }

  /** Over what the server can be reached, by its answer; empty before that. */
  get tried(): readonly PathProtocol[] {
    return this.#session.tried;
  }

  /**
   * Looks for another way to the server under the same session, as after a change of the network. Those who ask at
   * the same time share a search. A connection that stands still meanwhile is not lost before the search has ended.
   *
   * @param options.timeoutMs default 3,000
   * @throws SessionError when no way is found in that time, the server refuses, or the session ends; the old way
   *   stays for as long as it carries anything
   */
  restartIce({ timeoutMs = restartMs } = {}): Promise<void> {
    return this.#session.restartIce(timeoutMs);
  }

  /**
   * Resolves when media can flow.
   *
   * @throws SessionError when it does not come to that; `retryAfterMs` says when a channel that is off air
   *   should be asked again
   */
  start(): Promise<void> {
    return this.#session.start();
  }

  /** Ends the session, on the server too, even while the page goes away. Never rejects. */
  close(): Promise<void> {
    return this.#session.close();
  }

  /** The receiver of a kind; null before the answer, and when the server sends nothing of it. */
  receiver(kind: 'audio' | 'video'): RTCRtpReceiver | null {
    const track = this.stream.getTracks().find((candidate) => candidate.kind === kind);
    const receivers = this.#session.connection?.getReceivers() ?? [];
    return receivers.find((receiver) => receiver.track === track) ?? null;
  }

  /** Rates are means since the last call; once a second suits them. */
  async stats(): Promise<ViewStats> {
    const report = await this.#session.connection?.getStats();
    return readViewStats([...(report?.values() ?? [])], this.#environment.nowMs(), this.#rates);
  }

  /** What has come in since the session began. Unlike stats() it may be asked at any time. */
  async progress(): Promise<WhepProgress> {
    const report = await this.#session.connection?.getStats();
    const hasVideo = this.receiver('video') !== null;
    return readWhepProgress([...(report?.values() ?? [])], { hasVideo });
  }

  /** POSTs to an extension of the server, where it has that. */
  async #tell(rel: string, body: object): Promise<void> {
    const link = this.#resource.links.find((candidate) => candidate.rel === rel);
    if (link === undefined) return;
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    await this.#environment.fetch(link.url, request).catch(() => {});
  }

  #addReceivers(connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ track, receiver }) => {
      // Frames are shown as soon as they are whole; the buffer still grows when the network needs it.
      receiver.jitterBufferTarget = 0;
      this.stream.addTrack(track);
    });
    for (const kind of ['audio', 'video'] as const) {
      const transceiver = connection.addTransceiver(kind, { direction: 'recvonly' });
      const codecs = this.#environment.codecs('receiver', kind);
      if (codecs.length > 0) transceiver.setCodecPreferences(receivable(codecs));
    }
  }
}

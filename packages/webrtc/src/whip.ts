import type { Problem } from '@tallylight/protocol';
import { askForCaptureTime } from './capture-time.ts';
import { sendingOrder } from './codec-order.ts';
import { CounterRates } from './counter-rates.ts';
import type { SessionEnvironment } from './environment.ts';
import { withOpusWishes } from './opus-format.ts';
import { PeerSession } from './peer-session.ts';
import { type PublishStats, readPublishStats } from './publish-stats.ts';
import { SessionResource } from './session-resource.ts';
import type { SessionState } from './session-state.ts';
import { withStartBitrate } from './start-bitrate.ts';

/** What a session is published with. */
export type WhipOptions = {
  readonly environment: SessionEnvironment;
  /** The WHIP endpoint of the channel. */
  readonly url: string;
  /** The stream key, sent as a Bearer token (RFC 9725, section 4.7). */
  readonly token: string;
  /** What to send; the tracks stay their owner's and are never stopped here. */
  readonly tracks: {
    readonly video?: MediaStreamTrack | undefined;
    readonly audio?: MediaStreamTrack | undefined;
  };
  /**
   * The simulcast layers, lowest resolution first, each with a `rid`. Absent: one layer as the browser
   * likes it.
   */
  readonly encodings?: readonly RTCRtpEncodingParameters[];
  /** Default true: two channels of audio where the track has two. One channel suits a lone voice. */
  readonly stereo?: boolean;
  /** Ceiling of the audio in bit/s; default 128,000, where opus is transparent for stereo music. */
  readonly audioBitsPerS?: number;
  /**
   * What the video may take before the network is measured, in bit/s; default 2,500,000. Too much is put
   * right within a second or so, too little costs the first half minute its picture.
   */
  readonly startBitsPerS?: number;
  /** What start() may take, in ms; default 15,000. */
  readonly timeoutMs?: number;
};

/** One publishing session over WHIP (RFC 9725). It starts once; a new try is a new session. */
export class WhipSession {
  readonly #options: WhipOptions;
  readonly #session: PeerSession;
  readonly #resource: SessionResource;
  readonly #rates = new CounterRates();

  constructor(options: WhipOptions) {
    const { environment, url, token, stereo = true, audioBitsPerS = 128_000 } = options;
    const wishes = { stereo, bitsPerS: audioBitsPerS };
    this.#options = options;
    this.#resource = new SessionResource({ environment, url, token, conflict: 'busy' });
    this.#session = new PeerSession({
      environment,
      resource: this.#resource,
      timeoutMs: options.timeoutMs ?? 15_000,
      // What is offered is taken whole or not at all: one transport is enough.
      bundlePolicy: 'max-bundle',
      keepsLastPicture: false,
      isAwaited: true,
      prepare: (connection) => this.#addTracks(connection),
      rewriteOffer: (sdp) => withOpusWishes(sdp, wishes),
      rewriteAnswer: (sdp) =>
        withStartBitrate(withOpusWishes(sdp, wishes), options.startBitsPerS ?? 2_500_000),
    });
  }

  readonly getState = (): SessionState => this.#session.getState();

  /** Calls `listener` after every change of the state; returns what undoes it. */
  readonly subscribe = (listener: () => void): (() => void) => this.#session.subscribe(listener);

  /**
   * Resolves when media can flow.
   *
   * @throws SessionError when it does not come to that
   */
  start(): Promise<void> {
    return this.#session.start();
  }

  /**
   * Ends the session, on the server too, even while the page goes away. Never rejects.
   *
   * On a session that was lost it tells the server not to wait for a return; without it, it waits.
   */
  close(): Promise<void> {
    return this.#session.close();
  }

  /**
   * Sends another track of a kind that the session began with, from the next frame on and without a new
   * session; null sends nothing until the next track.
   *
   * @throws TypeError when the session has not started or began without that kind
   */
  async replaceTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): Promise<void> {
    const transceiver = this.#transceiver(kind);
    if (transceiver === undefined) throw new TypeError(`This session sends no ${kind}.`);
    await transceiver.sender.replaceTrack(track);
  }

  /** Why the server ended the session; null where it did not, or can't be asked. Never rejects. */
  readEnding(): Promise<Problem | null> {
    return this.#resource.readEnding();
  }

  /**
   * Sends these simulcast layers, by `rid`, and lets the others rest without a new offer; null: all. The
   * lowest is always sent: it is the first picture of whoever comes next.
   */
  async setActiveLayers(rids: readonly string[] | null): Promise<void> {
    const sender = this.#transceiver('video')?.sender;
    const parameters = sender?.getParameters();
    if (sender === undefined || parameters === undefined) return;
    const wanted = parameters.encodings.map(
      ({ rid }, index) => rids === null || index === 0 || rids.includes(rid ?? ''),
    );
    if (parameters.encodings.every(({ active }, index) => active === wanted[index])) return;
    parameters.encodings.forEach((encoding, index) => {
      encoding.active = wanted[index] ?? true;
    });
    await sender.setParameters(parameters);
  }

  /** Rates are means since the last call; once a second suits them. */
  async stats(): Promise<PublishStats> {
    const report = await this.#session.connection?.getStats();
    return readPublishStats(
      [...(report?.values() ?? [])],
      this.#options.environment.nowMs(),
      this.#rates,
    );
  }

  #transceiver(kind: 'audio' | 'video'): RTCRtpTransceiver | undefined {
    return this.#session.connection
      ?.getTransceivers()
      .find(({ receiver }) => receiver.track.kind === kind);
  }

  #addTracks(connection: RTCPeerConnection): void {
    const { environment, tracks, encodings } = this.#options;
    // One stream for both keeps them together on the other side (RFC 8830).
    const streams = [environment.createMediaStream()];
    if (tracks.audio !== undefined) {
      const audio = connection.addTransceiver(tracks.audio, { direction: 'sendonly', streams });
      askForCaptureTime(audio);
    }
    if (tracks.video !== undefined) {
      const video = connection.addTransceiver(tracks.video, {
        direction: 'sendonly',
        streams,
        ...(encodings !== undefined && { sendEncodings: [...encodings] }),
      });
      const codecs = environment.codecs('sender', 'video');
      if (codecs.length > 0) video.setCodecPreferences(sendingOrder(codecs));
      askForCaptureTime(video);
    }
  }
}

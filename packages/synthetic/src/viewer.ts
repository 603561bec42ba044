import type { VideoCodec } from './clip/recipe.ts';
import { SyntheticError } from './errors.ts';
import { addressesToward } from './peer/local-addresses.ts';
import type { ReceivedPacket } from './peer/receiving-stream.ts';
import { ViewingPeer } from './peer/viewing-peer.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import { type SignallingOptions, SignallingSession } from './signalling/session.ts';
import { type ViewedFrame, ViewerMeter } from './viewer-meter.ts';

/** What a synthetic viewer watches, and how long it waits for it. */
export type ViewerOptions = SignallingOptions & {
  /** Called for each frame that a decoder could show, as it comes. */
  readonly onFrame?: (frame: ViewedFrame) => void;
  /** The only codec that is offered for video. Default `h264`. */
  readonly codec?: VideoCodec;
  /** Local addresses for media. Default: loopback toward a loopback URL, else every interface's. */
  readonly addresses?: readonly string[];
};

/** What a viewer has measured so far. Definitions stand in the README. */
export type ViewerStats = {
  /** From POST to its answer, in milliseconds. */
  postToAnswerMs: number;
  /** From POST until media could flow, in milliseconds. */
  connectedMs: number;
  /** From POST to the first whole key frame (first sound where there is no video), or null. */
  firstFrameMs: number | null;
  /** Since the connection, in milliseconds. */
  watchedMs: number;
  /** Pixels, of the last key frame. */
  width: number;
  height: number;
  frames: number;
  keyFrames: number;
  undecodable: number;
  fps: number;
  freezes: number;
  freezeMs: number;
  /** Of sound and picture together, since the connection. */
  bitrateKbps: number;
  /** Video packets. */
  packets: number;
  lost: number;
  repaired: number;
  audioPackets: number;
  audioLost: number;
  /** Interarrival jitter of the video. */
  jitterMs: number;
  /** From capture to arrival, where the sender tells when frames were captured. */
  latencyMs: Percentiles | null;
  /** Asked of the sender: key frames, packets. */
  keyFrameRequests: number;
  packetRequests: number;
};

/** Not yet live, and overloaded: a WHEP player waits and tries again (draft-ietf-wish-whep-04). */
const retriedStatuses = [409, 503];

/** Without a frame for this long, or after damage, a key frame is asked for this often. */
const keyFramePatienceMs = 1000;

/** A viewer without a browser: watches a WHEP endpoint, decodes nothing and measures all. */
export class SyntheticViewer implements AsyncDisposable {
  /**
   * Milliseconds from POST to the first whole key frame, or to the first sound where the broadcast
   * has no video. Rejects when the connection ends before.
   */
  readonly firstFrame: Promise<number>;
  /** Settles when the connection is lost without `end` or `vanish`, with the reason. */
  readonly lost: Promise<SyntheticError>;
  readonly #meter: ViewerMeter;
  readonly #options: ViewerOptions;
  readonly #first = Promise.withResolvers<number>();
  readonly #lost = Promise.withResolvers<SyntheticError>();
  readonly #waiting = new Set<Waiting>();
  #peer: ViewingPeer | undefined;
  #session: SignallingSession | undefined;
  #firstFrameMs: number | undefined;
  #connectedAtMs = 0;
  #requestedAtMs = 0;
  #watchdog: NodeJS.Timeout | undefined;
  /** Nothing will come any more. */
  #isOver = false;
  /** The caller has said that it is done. */
  #isEnded = false;

  private constructor(options: ViewerOptions) {
    this.#options = options;
    this.firstFrame = this.#first.promise;
    // Nobody has to wait for it.
    this.firstFrame.catch(() => undefined);
    this.lost = this.#lost.promise;
    this.#meter = new ViewerMeter(
      (frame) => this.#show(frame),
      () => this.#requestKeyFrame(),
      options.codec,
    );
  }

  /**
   * Connects to the endpoint; frames come from then on.
   *
   * @throws SyntheticError; nothing is left open then.
   */
  static async start(options: ViewerOptions): Promise<SyntheticViewer> {
    const viewer = new SyntheticViewer(options);
    await viewer.#connect();
    return viewer;
  }

  /** The session's URL at the server. */
  get location(): string {
    return this.#session?.location ?? '';
  }

  /** Whether something could be shown or heard. */
  get hasPlayed(): boolean {
    return this.#firstFrameMs !== undefined;
  }

  /** The next frame, or the next that `accept` is true for. Rejects when the connection ends. */
  nextFrame(accept: (frame: ViewedFrame) => boolean = () => true): Promise<ViewedFrame> {
    if (this.#isOver) return Promise.reject(SyntheticError.ended('The viewer has ended'));
    const { promise, resolve, reject } = Promise.withResolvers<ViewedFrame>();
    this.#waiting.add({ accept, resolve, reject });
    return promise;
  }

  /** Asks the sender for a key frame, as a player does after damage. */
  requestKeyFrame(): void {
    this.#peer?.requestKeyFrame();
  }

  stats(): ViewerStats {
    const now = performance.now();
    const watchedMs = now - this.#connectedAtMs;
    const { audio, video, requests } = this.#peer ?? {};
    const bytes = (audio?.bytes ?? 0) + (video?.bytes ?? 0);
    const posted = this.#session?.postedAtMs ?? 0;
    return {
      postToAnswerMs: this.#session?.postToAnswerMs ?? 0,
      connectedMs: this.#connectedAtMs - posted,
      firstFrameMs: this.#firstFrameMs ?? null,
      watchedMs,
      ...this.#meter.size,
      ...this.#meter.countsAt(now),
      fps: this.#meter.fps,
      bitrateKbps: watchedMs === 0 ? 0 : (bytes * 8) / watchedMs,
      packets: video?.counts.received ?? 0,
      lost: video?.counts.lost ?? 0,
      repaired: video?.counts.repaired ?? 0,
      audioPackets: audio?.counts.received ?? 0,
      audioLost: audio?.counts.lost ?? 0,
      jitterMs: video?.jitterMs ?? 0,
      latencyMs: percentiles(this.#meter.latencies) ?? null,
      keyFrameRequests: requests?.pli ?? 0,
      packetRequests: requests?.nack ?? 0,
    };
  }

  /** Ends the session with DELETE and closes. Safe to call twice. */
  async end(): Promise<void> {
    if (this.#isEnded) return;
    await this.vanish();
    await this.#session?.delete();
  }

  /** Closes without a word to the server, like a tab that crashed. */
  async vanish(): Promise<void> {
    this.#isEnded = true;
    this.#finish(SyntheticError.ended('The viewer has ended'));
    await this.#peer?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  async #connect(): Promise<void> {
    const { codec, url } = this.#options;
    const addresses = this.#options.addresses ?? addressesToward(new URL(url).hostname);
    const peer = await ViewingPeer.open({
      video: this.#meter,
      audio: { packet: (packet) => this.#hear(packet), hole: () => undefined },
      ...(codec === undefined ? {} : { codec }),
      ...(addresses === undefined ? {} : { addresses }),
      onLost: (why) => {
        this.#finish(why);
        this.#lost.resolve(why);
      },
    });
    this.#peer = peer;
    try {
      this.#session = await SignallingSession.post(peer.offer, this.#options, retriedStatuses);
      await peer.accept(this.#session.answer);
    } catch (error) {
      this.#finish(SyntheticError.ended('The viewer could not connect'));
      await Promise.allSettled([peer.close(), this.#session?.delete()]);
      throw error;
    }
    this.#connectedAtMs = performance.now();
    this.#requestedAtMs = this.#connectedAtMs;
    this.#watchdog = setInterval(() => {
      if (!this.hasPlayed) this.#requestKeyFrame();
    }, keyFramePatienceMs / 4);
  }

  #show(frame: ViewedFrame): void {
    this.#notePlayed(frame.arrivedAtMs);
    this.#options.onFrame?.(frame);
    for (const waiting of this.#waiting) {
      if (!waiting.accept(frame)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(frame);
    }
  }

  #hear({ arrivedAtMs }: ReceivedPacket): void {
    if (this.#peer?.video === undefined) this.#notePlayed(arrivedAtMs);
  }

  #notePlayed(atMs: number): void {
    if (this.#firstFrameMs !== undefined) return;
    this.#firstFrameMs = atMs - (this.#session?.postedAtMs ?? 0);
    this.#first.resolve(this.#firstFrameMs);
  }

  #requestKeyFrame(): void {
    const now = performance.now();
    if (now - this.#requestedAtMs < keyFramePatienceMs) return;
    this.#requestedAtMs = now;
    this.#peer?.requestKeyFrame();
  }

  #finish(why: SyntheticError): void {
    this.#isOver = true;
    clearInterval(this.#watchdog);
    this.#first.reject(why);
    for (const { reject } of this.#waiting) reject(why);
    this.#waiting.clear();
  }
}

type Waiting = {
  accept: (frame: ViewedFrame) => boolean;
  resolve: (frame: ViewedFrame) => void;
  reject: (why: SyntheticError) => void;
};

import { type Clip, type LayerCount, readClip } from './clip/clip.ts';
import { ClipPlayer } from './clip/clip-player.ts';
import { makeClip } from './clip/make-clip.ts';
import type { SyntheticError } from './errors.ts';
import type { H264Profile } from './peer/codecs.ts';
import { addressesToward } from './peer/local-addresses.ts';
import { PublishingPeer } from './peer/publishing-peer.ts';
import { wallClockMs } from './rtp/ntp.ts';
import { type SignallingOptions, SignallingSession } from './signalling/session.ts';

/** What a synthetic publisher sends, and where. */
export type PublisherOptions = SignallingOptions & {
  /** Simulcast layers. Default 1: one stream of 640x360. */
  readonly layers?: LayerCount;
  /** Default true. */
  readonly audio?: boolean;
  /** Default true. */
  readonly video?: boolean;
  /** As said in SDP; the clip is Constrained Baseline whatever this says. Default `42e01f`. */
  readonly profile?: H264Profile;
  /** A clip's folder, or one read already. Default: the standard clip, made where it is missing. */
  readonly clip?: string | Clip;
  /** Local addresses for media. Default: loopback toward a loopback URL, else every interface's. */
  readonly addresses?: readonly string[];
};

/** What one layer has sent. */
export type LayerStats = {
  rid: string;
  /** Pixels. */
  width: number;
  height: number;
  packets: number;
  bytes: number;
  retransmitted: number;
  /** PLI and FIR that came for this layer. */
  keyFrameRequests: number;
};

/** What a publisher has measured so far. */
export type PublisherStats = {
  /** From POST to its answer, in milliseconds. */
  postToAnswerMs: number;
  /** From POST to the first packet sent, in milliseconds. */
  joinMs: number;
  /** Since the first packet, in milliseconds. */
  sentForMs: number;
  /** Frames sent, of each layer. */
  frames: number;
  bitrateKbps: number;
  layers: LayerStats[];
  audioPackets: number;
  keyFrameRequests: number;
  /** What the receiver reported last, 0 to 1. */
  fractionLost: number;
  /** Milliseconds, or null before a report came. */
  roundTripMs: number | null;
};

/** A publisher without a browser: sends the clip to a WHIP endpoint until it is ended. */
export class SyntheticPublisher implements AsyncDisposable {
  /** Settles when the connection is lost without `end` or `vanish`, with the reason. */
  readonly lost: Promise<SyntheticError>;
  readonly #session: SignallingSession;
  readonly #peer: PublishingPeer;
  readonly #player: ClipPlayer;
  readonly #clip: Clip;
  readonly #keyFrameRequests: number[];
  readonly #startedAtMs = performance.now();
  #isEnded = false;

  private constructor(parts: Running, lost: Promise<SyntheticError>) {
    this.#session = parts.session;
    this.#peer = parts.peer;
    this.#clip = parts.clip;
    this.#keyFrameRequests = parts.keyFrameRequests;
    this.lost = lost;
    this.#player = new ClipPlayer(parts.clip, {
      video: (layer, payloads, mediaTimeMs) => {
        parts.peer.video[layer]?.sendFrame(payloads, mediaTimeMs, wallClockMs());
      },
      audio: (packet, mediaTimeMs) => {
        parts.peer.audio?.sendFrame([packet], mediaTimeMs, wallClockMs());
      },
    });
    this.#player.start();
  }

  /**
   * Makes the clip if need be, connects and begins to send.
   *
   * @throws SyntheticError; nothing is left open then.
   */
  static async start(options: PublisherOptions): Promise<SyntheticPublisher> {
    const clip = await findClip(options);
    const keyFrameRequests = clip.layers.map(() => 0);
    const lost = Promise.withResolvers<SyntheticError>();
    let publisher: SyntheticPublisher | undefined;
    const peer = await PublishingPeer.open({
      audio: options.audio ?? true,
      layers: (options.video ?? true) ? clip.layers.length : 0,
      profile: options.profile ?? '42e01f',
      ...transportOptions(options),
      onKeyFrameRequest: (layer) => publisher?.requestKeyFrame(layer),
      onLost: (why) => {
        publisher?.stop();
        lost.resolve(why);
      },
    });
    let session: SignallingSession | undefined;
    try {
      session = await SignallingSession.post(peer.offer, options);
      await peer.accept(session.answer);
      publisher = new SyntheticPublisher({ session, peer, clip, keyFrameRequests }, lost.promise);
      return publisher;
    } catch (error) {
      await Promise.allSettled([peer.close(), session?.delete()]);
      throw error;
    }
  }

  /** The session's URL at the server. */
  get location(): string {
    return this.#session.location;
  }

  /** Makes the layer's next frame a key frame, as a PLI from the server does. */
  requestKeyFrame(layer: number): void {
    const count = this.#keyFrameRequests[layer];
    if (count === undefined) return;
    this.#keyFrameRequests[layer] = count + 1;
    this.#player.requestKeyFrame(layer);
  }

  stats(): PublisherStats {
    const { video, audio, reception } = this.#peer;
    const sentForMs = performance.now() - this.#startedAtMs;
    const bytes = [...video, ...(audio ? [audio] : [])].reduce((sum, s) => sum + s.counts.bytes, 0);
    return {
      postToAnswerMs: this.#session.postToAnswerMs,
      joinMs: this.#startedAtMs - this.#session.postedAtMs,
      sentForMs,
      frames: video.length === 0 ? 0 : this.#player.frames,
      bitrateKbps: sentForMs === 0 ? 0 : (bytes * 8) / sentForMs,
      layers: video.map((stream, layer) => ({
        rid: `${layer}`,
        width: this.#clip.layers[layer]?.width ?? 0,
        height: this.#clip.layers[layer]?.height ?? 0,
        ...stream.counts,
        keyFrameRequests: this.#keyFrameRequests[layer] ?? 0,
      })),
      audioPackets: audio?.counts.packets ?? 0,
      keyFrameRequests: this.#keyFrameRequests.reduce((sum, count) => sum + count, 0),
      fractionLost: reception.fractionLost,
      roundTripMs: reception.roundTripMs ?? null,
    };
  }

  /** Stops sending, ends the session with DELETE and closes. Safe to call twice. */
  async end(): Promise<void> {
    if (this.#isEnded) return;
    await this.vanish();
    await this.#session.delete();
  }

  /** Stops and closes without a word to the server, like a machine that lost its power. */
  async vanish(): Promise<void> {
    this.#isEnded = true;
    this.stop();
    await this.#peer.close();
  }

  /** Stops sending; the session and the connection stay. */
  stop(): void {
    this.#player.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }
}

type Running = {
  session: SignallingSession;
  peer: PublishingPeer;
  clip: Clip;
  keyFrameRequests: number[];
};

async function findClip({ clip, layers }: PublisherOptions): Promise<Clip> {
  if (clip !== undefined && typeof clip !== 'string') return clip;
  return readClip(clip ?? (await makeClip()), layers ?? 1);
}

function transportOptions(options: PublisherOptions): { addresses?: readonly string[] } {
  const addresses = options.addresses ?? addressesToward(new URL(options.url).hostname);
  return addresses === undefined ? {} : { addresses };
}

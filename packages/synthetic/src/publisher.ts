import { type Clip, readClip } from './clip/clip.ts';
import { recipeFor } from './clip/clip-choice.ts';
import { ClipPlayer, type ClipSink } from './clip/clip-player.ts';
import { fillUp } from './clip/filler.ts';
import { makeClip } from './clip/make-clip.ts';
import type { SyntheticError } from './errors.ts';
import { addressesToward } from './peer/local-addresses.ts';
import { PublishingPeer } from './peer/publishing-peer.ts';
import type { PublisherOptions } from './publisher-options.ts';
import { wallClockMs } from './rtp/wall-clock.ts';
import { SignallingSession } from './signalling/session.ts';

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
  readonly #ignoresKeyFrameRequests: boolean;
  readonly #startedAtMs = performance.now();
  #isEnded = false;

  private constructor(parts: Running, options: PublisherOptions, lost: Promise<SyntheticError>) {
    this.#session = parts.session;
    this.#peer = parts.peer;
    this.#clip = parts.clip;
    this.#keyFrameRequests = parts.clip.layers.map(() => 0);
    this.#ignoresKeyFrameRequests = options.ignoresKeyFrameRequests ?? false;
    this.lost = lost;
    const sink: ClipSink = {
      video: (layer, payloads, mediaTimeMs, ageMs) => {
        const captureMs = wallClockMs() - ageMs;
        const send = (): void => {
          if (!this.#isEnded) parts.peer.video[layer]?.sendFrame(payloads, mediaTimeMs, captureMs);
        };
        if (options.encodingMs === undefined) send();
        else setTimeout(send, options.encodingMs);
      },
      audio: (packet, mediaTimeMs, ageMs) => {
        parts.peer.audio?.sendFrame([packet], mediaTimeMs, wallClockMs() - ageMs);
      },
    };
    this.#player = new ClipPlayer(parts.clip, sink, options);
    this.#player.start();
  }

  /**
   * Makes the clip if need be, connects and begins to send.
   *
   * @throws SyntheticError; nothing is left open then.
   */
  static async start(options: PublisherOptions): Promise<SyntheticPublisher> {
    const clip = await findClip(options);
    const lost = Promise.withResolvers<SyntheticError>();
    let publisher: SyntheticPublisher | undefined;
    const peer = await PublishingPeer.open({
      audio: options.audio ?? true,
      layers: (options.video ?? true) ? clip.layers.length : 0,
      codec: clip.recipe.codec ?? 'h264',
      profile: options.profile ?? (clip.recipe.bFrames === true ? '4d001f' : '42e01f'),
      layerOrder: options.layerOrder ?? 'lowest-first',
      tellsCaptureTimes: options.tellsCaptureTimes ?? true,
      wrapsAfterMs: options.wrapsAfterMs ?? null,
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
      publisher = new SyntheticPublisher({ session, peer, clip }, options, lost.promise);
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
    if (!this.#ignoresKeyFrameRequests) this.#player.requestKeyFrame(layer);
  }

  /** Sends no more of a layer, 0 the lowest, while the others go on. */
  pauseLayer(layer: number): void {
    this.#player.pauseLayer(layer, true);
  }

  /** Sends a paused layer again, from a key frame on. */
  resumeLayer(layer: number): void {
    this.#player.pauseLayer(layer, false);
  }

  /** Counts the RTP timestamps of each stream anew from somewhere, as an encoder does that was started again. */
  restartTimestamps(): void {
    this.#peer.restartTimestamps();
  }

  stats(): PublisherStats {
    const { audio, reception } = this.#peer;
    const video = this.#clip.layers.flatMap((recipe, layer) => {
      const stream = this.#peer.video[layer];
      return stream === undefined ? [] : [{ recipe, layer, counts: stream.counts }];
    });
    const sentForMs = performance.now() - this.#startedAtMs;
    const streams = audio === undefined ? video : [...video, audio];
    const bytes = streams.reduce((sum, { counts }) => sum + counts.bytes, 0);
    return {
      postToAnswerMs: this.#session.postToAnswerMs,
      joinMs: this.#startedAtMs - this.#session.postedAtMs,
      sentForMs,
      frames: video.length === 0 ? 0 : this.#player.frames,
      bitrateKbps: sentForMs === 0 ? 0 : (bytes * 8) / sentForMs,
      layers: video.map(({ recipe: { width, height }, layer, counts }) => ({
        rid: this.#peer.ridOf(layer),
        width,
        height,
        ...counts,
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
};

async function findClip(options: PublisherOptions): Promise<Clip> {
  const clip = await readChosenClip(options);
  return options.fillToBitrate === undefined ? clip : fillUp(clip, options.fillToBitrate);
}

async function readChosenClip({ clip, layers, ...choice }: PublisherOptions): Promise<Clip> {
  if (clip !== undefined && typeof clip !== 'string') return clip;
  return readClip(clip ?? (await makeClip({ recipe: recipeFor(choice) })), layers ?? 1);
}

function transportOptions(options: PublisherOptions): { addresses?: readonly string[] } {
  const addresses = options.addresses ?? addressesToward(new URL(options.url).hostname);
  return addresses === undefined ? {} : { addresses };
}

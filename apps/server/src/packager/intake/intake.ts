import type { MediaKind } from '@tallylight/protocol/sdp';
import type { CopiedPacket, CopySink, SenderReport, SourceTrack } from '../../live/sfu.ts';
import { pauseMs } from '../layer-memory.ts';
import { type AudioPacket, AudioStream } from './audio-stream.ts';
import { FirstPackets } from './first-packets.ts';
import { PublisherClock } from './publisher-clock.ts';
import { StreamClock } from './stream-clock.ts';
import { type VideoFrame, VideoStream } from './video-stream.ts';
import { WindowedLeast } from './windowed-least.ts';

export type IntakeOptions = {
  readonly tracks: readonly SourceTrack[];
  /** Ms since 1970. */
  readonly now: () => number;
  /** What to add to the publisher's clock to get ours, in ms; null while it hasn't told. */
  readonly captureClockOffsetMs: () => number | null;
  readonly onVideo: (frame: VideoFrame) => void;
  readonly onAudio: (packet: AudioPacket) => void;
  /** A layer shows nothing before its next key frame. */
  readonly onLoss: (layer: number) => void;
  readonly onClosed: () => void;
};

type Media = Pick<AudioStream | VideoStream, 'packet'>;
type Stream<Kind extends Media = Media> = { readonly clock: StreamClock; readonly media: Kind };

/** A copy of a publisher on its way in: RTP becomes frames and packets of sound on the capture clock. */
export class Intake implements CopySink {
  readonly #options: IntakeOptions;
  readonly #publisher: PublisherClock;
  readonly #transit: Record<MediaKind, WindowedLeast> = {
    audio: new WindowedLeast(transitMs),
    video: new WindowedLeast(transitMs),
  };
  readonly #layers = new Map<number, Stream<VideoStream>>();
  #audio: Stream<AudioStream> | null = null;
  /** Null once they are on their way. */
  #first: FirstPackets | null;
  readonly #lastMs: Record<MediaKind, number | null> = { audio: null, video: null };

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#publisher = new PublisherClock(options.captureClockOffsetMs);
    this.#first = new FirstPackets(options.tracks.map(({ kind }) => kind));
  }

  packet(packet: CopiedPacket): void {
    const now = this.#options.now();
    this.#lastMs[packet.kind] = now;
    if (this.#first === null) {
      this.#take(packet, now);
      return;
    }
    this.#first.push(packet, now, this.#open(packet).clock);
    this.#release(now);
  }

  report(report: SenderReport): void {
    const { rtpTimestamp, ntpMs, arrivedMs } = report;
    this.#open(report).clock.report(rtpTimestamp, ntpMs, arrivedMs);
    this.#release(this.#options.now());
  }

  closed(): void {
    this.#options.onClosed();
  }

  /** Whether the first packets are waiting until their capture times are known. */
  get isWaiting(): boolean {
    return this.#first?.isWaiting ?? false;
  }

  /** Whether packets of this kind come in. */
  flows(kind: MediaKind): boolean {
    const lastMs = this.#lastMs[kind];
    return lastMs !== null && this.#options.now() - lastMs < pauseMs;
  }

  /** Time passes: to be called several times a second, with or without packets. */
  tick(): void {
    const now = this.#options.now();
    this.#release(now);
    for (const { media } of this.#layers.values()) media.expire(now);
    // Where nothing comes at all there is no silence either: the publisher is cut off.
    this.#audio?.media.expire(now, this.flows('video'));
  }

  /** Sound that hasn't begun is silence from this capture time on, in ms. */
  beginSilence(captureMs: number): void {
    this.#openAudio().media.begin(captureMs);
  }

  #release(now: number): void {
    const packets = this.#first?.release(now) ?? null;
    if (packets === null) return;
    this.#first = null;
    this.#publisher.use();
    for (const { packet, arrivedMs } of packets) this.#take(packet, arrivedMs);
  }

  #take(packet: CopiedPacket, arrivedMs: number): void {
    this.#open(packet).media.packet(packet.rtp, arrivedMs, packet.captureMs);
  }

  #open({ kind, layer }: Pick<CopiedPacket, 'kind' | 'layer'>): Stream {
    return kind === 'audio' ? this.#openAudio() : this.#openLayer(layer);
  }

  #openClock(kind: MediaKind): StreamClock {
    const [publisher, transit] = [this.#publisher, this.#transit[kind]];
    return new StreamClock({ ...clocks[kind], publisher, transit });
  }

  #openAudio(): Stream<AudioStream> {
    if (this.#audio !== null) return this.#audio;
    const clock = this.#openClock('audio');
    this.#audio = { clock, media: new AudioStream(clock, this.#options.onAudio) };
    return this.#audio;
  }

  #openLayer(layer: number): Stream<VideoStream> {
    const known = this.#layers.get(layer);
    if (known !== undefined) return known;
    const { tracks, onVideo, onLoss } = this.#options;
    const video = tracks.find(({ kind }) => kind === 'video');
    const clock = this.#openClock('video');
    const media = new VideoStream({
      layer,
      mimeType: video?.rtp.codecs[0]?.mimeType ?? '',
      clock,
      onFrame: onVideo,
      onLoss: () => onLoss(layer),
    });
    const stream = { clock, media };
    this.#layers.set(layer, stream);
    return stream;
  }
}

/**
 * RTP clocks: Opus (RFC 7587, section 4.1); every video codec of WebRTC. Pictures can be shown for a little shorter or
 * longer for a while; sound has to be cut, once rather than many times.
 */
const clocks = {
  audio: { clockRate: 48_000, farSlewRate: 1_000 },
  video: { clockRate: 90_000, farSlewRate: 0.25 },
};

/** How long a packet counts in how long the way is, in ms. */
const transitMs = 30_000;

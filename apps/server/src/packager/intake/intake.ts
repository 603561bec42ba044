import type { MediaKind } from '@tallylight/protocol/sdp';
import type { CopiedPacket, CopySink, SenderReport, SourceTrack } from '../../live/sfu.ts';
import { pauseMs } from '../layer-memory.ts';
import { type AudioPacket, AudioStream } from './audio-stream.ts';
import { PublisherClock } from './publisher-clock.ts';
import { StreamClock } from './stream-clock.ts';
import { type VideoFrame, VideoStream } from './video-stream.ts';

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

type Stream<Media> = { readonly clock: StreamClock; readonly media: Media };

/** A copy of a publisher on its way in: RTP becomes frames and packets of sound on the capture clock. */
export class Intake implements CopySink {
  readonly #options: IntakeOptions;
  readonly #publisher: PublisherClock;
  readonly #layers = new Map<number, Stream<VideoStream>>();
  #audio: Stream<AudioStream> | null = null;
  readonly #lastMs: Record<MediaKind, number | null> = { audio: null, video: null };

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#publisher = new PublisherClock(options.captureClockOffsetMs);
  }

  packet({ kind, layer, rtp, captureMs }: CopiedPacket): void {
    const { media } = kind === 'audio' ? this.#openAudio() : this.#openLayer(layer);
    const now = this.#options.now();
    this.#lastMs[kind] = now;
    media.packet(rtp, now, captureMs);
  }

  report({ kind, layer, ntpMs, rtpTimestamp }: SenderReport): void {
    const { clock } = kind === 'audio' ? this.#openAudio() : this.#openLayer(layer);
    clock.report(rtpTimestamp, ntpMs, this.#options.now());
  }

  closed(): void {
    this.#options.onClosed();
  }

  /** Whether packets of this kind come in. */
  flows(kind: MediaKind): boolean {
    const lastMs = this.#lastMs[kind];
    return lastMs !== null && this.#options.now() - lastMs < pauseMs;
  }

  /** Time passes: to be called several times a second, with or without packets. */
  tick(): void {
    const now = this.#options.now();
    for (const { media } of this.#layers.values()) media.expire(now);
    // Where nothing comes at all there is no silence either: the publisher is cut off.
    this.#audio?.media.expire(now, this.flows('video'));
  }

  /** Sound that hasn't begun is silence from now on. */
  beginSilence(): void {
    this.#openAudio().media.begin(this.#options.now());
  }

  #openAudio(): Stream<AudioStream> {
    if (this.#audio !== null) return this.#audio;
    const clock = new StreamClock(audioRate, this.#publisher);
    this.#audio = { clock, media: new AudioStream(clock, this.#options.onAudio) };
    return this.#audio;
  }

  #openLayer(layer: number): Stream<VideoStream> {
    const known = this.#layers.get(layer);
    if (known !== undefined) return known;
    const { tracks, onVideo, onLoss } = this.#options;
    const video = tracks.find(({ kind }) => kind === 'video');
    const clock = new StreamClock(videoRate, this.#publisher);
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

/** RTP clocks: Opus (RFC 7587, section 4.1); every video codec of WebRTC. */
const audioRate = 48_000;
const videoRate = 90_000;

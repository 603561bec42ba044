import type { VideoSampleEntry } from '@tallylight/protocol/isobmff';
import type { CutSample } from './cut/part-cutter.ts';
import type { TranscodedRung } from './ladder.ts';
import type { Track } from './track.ts';

/** What is asked of FFmpeg. Times that go in come out unchanged. */
export type EncoderJob =
  /** Opus to AAC at 48 kHz, stereo: one track `audio`. */
  | { readonly kind: 'audio' }
  /** One layer to some rungs: a track each. */
  | {
      readonly kind: 'ladder';
      readonly format: VideoSampleEntry;
      /** Frames a second, about. */
      readonly frameRate: number;
      readonly rungs: readonly TranscodedRung[];
      /** Key frames at multiples of so many seconds from the epoch; null: where the layer has them. */
      readonly keyFrameEveryS: number | null;
    };

export type EncoderEvents = {
  /** What players must know of a track, before its first sample. */
  readonly onTrack: (track: Track) => void;
  readonly onSample: (track: string, sample: CutSample) => void;
  /** It ended without having been asked to, for this reason. */
  readonly onFailed: (reason: string) => void;
};

/** A sample on its way into an encoder, in ticks of 48 kHz for sound and of 90 kHz for pictures. */
export type EncoderSample = CutSample & { readonly durationTicks: number };

/** One running FFmpeg. */
export type Encoder = {
  write(sample: EncoderSample): void;
  /** Lets it bring what it has, and end. */
  end(): void;
  /** How far its output is behind its input, in ms. */
  readonly lagMs: number;
};

/** @throws {FfmpegError} where there is no FFmpeg that will do */
export type StartEncoder = (job: EncoderJob, events: EncoderEvents) => Encoder;

import type { CutSample } from './cut/part-cutter.ts';
import type { StartEncoder } from './encoder.ts';
import type { AudioPacket } from './intake/audio-stream.ts';
import type { VideoFrame } from './intake/video-stream.ts';
import { type Plan, timescales } from './plan.ts';
import { Rungs } from './rungs.ts';
import { Sound } from './sound.ts';
import type { Track } from './track.ts';

export type EncodersOptions = {
  readonly startEncoder: StartEncoder;
  /** Zero of all ticks, in ms since 1970. */
  readonly epochMs: number;
  readonly segmentMs: number;
  /** An encoder has told of a track. */
  readonly onTrack: () => void;
  readonly onSample: (origin: string, sample: CutSample, captureMs: number) => void;
  readonly onFailed: (reason: string) => void;
};

/** The processes of FFmpeg that one publisher's media needs: one for the sound, one for the rungs. */
export class Encoders {
  readonly #options: EncodersOptions;
  #started = 0;
  #sound: Sound | null = null;
  #rungs: Rungs | null = null;
  #isClosed = false;

  constructor(options: EncodersOptions) {
    this.#options = options;
  }

  /** What the sound's samples are of; empty before it began. */
  get soundOrigin(): string {
    return this.#sound?.origin ?? '';
  }

  get lagMs(): number {
    return this.#rungs?.lagMs ?? 0;
  }

  /** The output by which segments are cut where an encoder makes the key frames. */
  get leadingOrigin(): string {
    return this.#rungs?.leadingOrigin ?? '';
  }

  originOf(rung: string): string {
    return this.#rungs?.originOf(rung) ?? '';
  }

  /** The track of the sound or of a rung; null until its encoder has told it. */
  track(id: string): Track | null {
    return id === 'audio' ? (this.#sound?.track ?? null) : (this.#rungs?.track(id) ?? null);
  }

  writeSound(packet: AudioPacket): void {
    this.openSound();
    this.#sound?.write(packet);
  }

  /** Has the sound made, before its first packet. */
  openSound(): void {
    this.#sound ??= this.#start((origin) => {
      const { startEncoder, epochMs, onTrack, onFailed, onSample } = this.#options;
      return new Sound({
        ...{ startEncoder, origin, epochMs, onTrack, onFailed },
        onSample: (sample) =>
          onSample(origin, sample, epochMs + (sample.ticks * 1000) / timescales.audio),
      });
    });
  }

  /** A frame, of whichever layer. */
  writePicture(origin: string, frame: VideoFrame): void {
    this.#rungs?.write(origin, frame);
  }

  /** Has the rungs of a plan made; those of the plan before go on where they are the same. */
  change(plan: Plan, frameRate: number): void {
    if (plan.encoderKey === (this.#rungs?.plan.encoderKey ?? '')) return;
    this.#rungs?.end();
    this.#rungs = null;
    if (plan.encoderKey === '') return;
    this.#rungs = this.#start((origin) => {
      const { startEncoder, epochMs, segmentMs, onTrack, onFailed, onSample } = this.#options;
      return new Rungs({
        ...{ startEncoder, plan, origin, epochMs, segmentMs, frameRate, onTrack, onFailed },
        onSample: (rung, sample) =>
          onSample(rung, sample, epochMs + (sample.ticks * 1000) / timescales.video),
      });
    });
  }

  /** Lets them bring what they have, and end. */
  close(): void {
    this.#isClosed = true;
    this.#sound?.end();
    this.#rungs?.end();
  }

  #start<Made>(make: (origin: string) => Made): Made | null {
    if (this.#isClosed) return null;
    this.#started += 1;
    try {
      return make(`encoder ${this.#started}`);
    } catch (error) {
      this.#options.onFailed(error instanceof Error ? error.message : String(error));
      return null;
    }
  }
}

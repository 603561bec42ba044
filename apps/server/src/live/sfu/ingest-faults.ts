import type { IngestWarning, IngestWarningCode } from '@tallylight/contract';

/** The words for what a publisher should change: what was seen, what it does to viewers, and the switch. */
const details = {
  b_frames: () =>
    'The video has B-frames. WebRTC has no way to reorder them, so viewers see it jump back and forth. In OBS: Settings, Output, set "Max B-frames" to 0 (x264: "Tune" to zerolatency). In FFmpeg: -bf 0.',
  profile_mismatch: (promised: string, sent: string) =>
    `The offer promises H.264 with profile-level-id ${promised}, but the stream's SPS says ${sent}. A viewer whose decoder is made for the promised profile may show nothing. In OBS: Settings, Output, set "Profile" to baseline.`,
  key_frame_distance: (seconds: string) =>
    `The key frames are ${seconds} s apart, and the encoder sends none when asked. Who joins waits that long for a picture. In OBS: Settings, Output, set "Keyframe Interval" to 1 s. In FFmpeg: -g with the frame rate.`,
} satisfies Record<IngestWarningCode, (...values: string[]) => string>;

/** What is wrong with a publisher's stream, each fault once, in the order found. */
export class IngestFaults {
  readonly #found = new Map<IngestWarningCode, string>();

  get list(): IngestWarning[] {
    return [...this.#found].map(([code, detail]) => ({ code, detail }));
  }

  /** @returns whether that is news */
  bFrames(): boolean {
    return this.#note('b_frames', details.b_frames());
  }

  profileMismatch(promised: string, sent: string): boolean {
    return this.#note('profile_mismatch', details.profile_mismatch(promised, sent));
  }

  /** @param distanceMs as measured */
  keyFrameDistance(distanceMs: number, tooLong: boolean): boolean {
    if (!tooLong) return false;
    return this.#note(
      'key_frame_distance',
      details.key_frame_distance((distanceMs / 1000).toFixed(1)),
    );
  }

  #note(code: IngestWarningCode, detail: string): boolean {
    if (this.#found.get(code) === detail) return false;
    this.#found.set(code, detail);
    return true;
  }
}

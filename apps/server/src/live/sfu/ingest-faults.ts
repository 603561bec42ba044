import type { IngestWarning, IngestWarningCode } from '@tallylight/contract';

type Words = Omit<IngestWarning, 'code'>;

/** The words for what a publisher should change: what was seen, what it does to viewers, and the switch. */
const words = {
  b_frames: () => ({
    detail:
      'The video has B-frames. WebRTC has no way to reorder them, so viewers see it jump back and forth.',
    steps: [
      'OBS: Settings, Output, set "Max B-frames" to 0 (x264: "Tune" to zerolatency).',
      'FFmpeg: add -bf 0.',
    ],
  }),
  profile_mismatch: (promised: string, sent: string) => ({
    detail: `The offer promises H.264 with profile-level-id ${promised}, but the stream's SPS says ${sent}. A viewer whose decoder is made for the promised profile may show nothing.`,
    steps: [
      'OBS: Settings, Output, set "Profile" to baseline.',
      'FFmpeg: add -profile:v baseline.',
    ],
  }),
  key_frame_distance: (seconds: string) => ({
    detail: `The key frames are ${seconds} s apart, and the encoder sends none when asked. Who joins waits that long for a picture.`,
    steps: [
      'OBS: Settings, Output, set "Keyframe Interval" to 1 s.',
      'FFmpeg: add -g with the frame rate.',
    ],
  }),
} satisfies Record<IngestWarningCode, (...values: string[]) => Words>;

/** What is wrong with a publisher's stream, each fault once, in the order found. */
export class IngestFaults {
  readonly #found = new Map<IngestWarningCode, Words>();

  get list(): IngestWarning[] {
    return [...this.#found].map(([code, found]) => ({ code, ...found }));
  }

  /** @returns whether that is news */
  bFrames(): boolean {
    return this.#note('b_frames', words.b_frames());
  }

  profileMismatch(promised: string, sent: string): boolean {
    return this.#note('profile_mismatch', words.profile_mismatch(promised, sent));
  }

  /** @param distanceMs as measured */
  keyFrameDistance(distanceMs: number, tooLong: boolean): boolean {
    if (!tooLong) return false;
    return this.#note(
      'key_frame_distance',
      words.key_frame_distance((distanceMs / 1000).toFixed(1)),
    );
  }

  #note(code: IngestWarningCode, found: Words): boolean {
    if (this.#found.get(code)?.detail === found.detail) return false;
    this.#found.set(code, found);
    return true;
  }
}

/**
 * What goes into the segment store: one rung of the ladder, or the sound. Its samples lie on the capture clock:
 * a decode time is the capture time counted from the broadcast's epoch, in ticks of `timescale`.
 */
export type Track = {
  /** Also its folder and its name in URLs: `720p`, `480p` …, `audio`. */
  readonly id: string;
  readonly kind: 'audio' | 'video';
  /** As in CODECS (RFC 6381): `avc1.42c01f`, `mp4a.40.2`. */
  readonly codecs: string;
  /** Ticks a second: 90,000 for video, 48,000 for audio. */
  readonly timescale: number;
  /** The initialization segment: `ftyp` and `moov`. */
  readonly init: Uint8Array;
  /** In pixels; null for audio. */
  readonly width: number | null;
  readonly height: number | null;
  /** Frames a second, as measured or asked for; null for audio. */
  readonly frameRate: number | null;
  /** Whether it is the publisher's own layer, or made by FFmpeg. */
  readonly made: 'copied' | 'transcoded';
};

/** A partial segment: one `moof` and its `mdat` (ISO/IEC 23000-19: a CMAF chunk). */
export type Part = {
  readonly bytes: Uint8Array;
  /** Decode time of its first sample, in ticks. */
  readonly startTicks: number;
  /** To where the next one begins. */
  readonly durationTicks: number;
  /** What players are told of that: PART-TARGET at most (RFC 8216bis, section 4.4.3.7). */
  readonly listedTicks: number;
  /** Whether it begins with a key frame; always so for audio. */
  readonly isIndependent: boolean;
};

import type { CaptureError, CaptureSource } from './capture-error.ts';

/** A device that is open. */
export type OpenDevice = {
  readonly track: MediaStreamTrack;
  readonly deviceId: string | null;
  /** False sends silence, or black pictures. */
  readonly on: boolean;
};

/** Something the person should know although capture goes on. */
export type CaptureNote = {
  readonly source: CaptureSource;
  /**
   * `vanished` the chosen device is gone, the browser's choice took its place · `unplugged` the device in
   * use went away, likewise · `lost` it went away and no other could be opened · `refused` the device that
   * was asked for could not be opened, the one before goes on.
   */
  readonly kind: 'vanished' | 'unplugged' | 'lost' | 'refused';
};

/** The life of the studio's capture. */
export type CaptureState =
  | { readonly name: 'closed' }
  | { readonly name: 'asking' }
  | {
      readonly name: 'refused';
      readonly error: CaptureError;
      /** What could be opened without the source that failed; null when nothing could. */
      readonly instead: CaptureSource | null;
    }
  | {
      readonly name: 'open';
      readonly camera: OpenDevice | null;
      readonly microphone: OpenDevice | null;
      readonly note: CaptureNote | null;
    };

export type OpenCapture = Extract<CaptureState, { name: 'open' }>;

/** The one source that there is; null where there are both. */
export function onlySource(sources: {
  readonly camera: unknown;
  readonly microphone: unknown;
}): CaptureSource | null {
  if (sources.camera === null) return 'microphone';
  return sources.microphone === null ? 'camera' : null;
}

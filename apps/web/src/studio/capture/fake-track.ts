import type { CaptureSource } from './capture-error.ts';

/** A track for tests: it can be stopped by its owner, and ended as if its device was unplugged. */
export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly label: string;
  readonly #deviceId: string;
  readyState: 'live' | 'ended' = 'live';
  enabled = true;

  constructor(source: CaptureSource, deviceId: string) {
    super();
    this.kind = source === 'camera' ? 'video' : 'audio';
    this.label = deviceId;
    this.#deviceId = deviceId;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.#deviceId, width: 1280, height: 720 };
  }

  stop(): void {
    this.readyState = 'ended';
  }

  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }

  /** As what it stands for. */
  get asTrack(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

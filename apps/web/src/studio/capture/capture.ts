import { StateCell } from '../../state-cell.ts';
import { CaptureError, type CaptureSource } from './capture-error.ts';
import type { CaptureNote, CaptureState, OpenCapture, OpenDevice } from './capture-state.ts';
import { type OpenedSource, openBoth, openSource } from './open-source.ts';
import { permissionFor } from './permission.ts';

export type CaptureOptions = {
  /** Undefined where the browser offers no devices. */
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  readonly permissions: Pick<Permissions, 'query'> | undefined;
  /** Whether the page is a secure context: browsers give devices to no other. */
  readonly secure: boolean;
};

/** The devices a person chose; null leaves the choice to the browser. */
export type ChosenDevices = {
  readonly cameraId: string | null;
  readonly microphoneId: string | null;
};

/** Owns the camera and the microphone of the studio: the only place that opens and stops them. */
export class Capture {
  readonly #options: CaptureOptions;
  readonly #state = new StateCell<CaptureState>({ name: 'closed' });
  /** Counts openings and closings, so that a device that opens late finds that it is no longer wanted. */
  #turn = 0;
  readonly getState = this.#state.get;
  readonly subscribe = this.#state.subscribe;

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  /** Opens what is wanted; the outcome is the state. `only` leaves the other source out. */
  async open(chosen: ChosenDevices, only: CaptureSource | null = null): Promise<void> {
    this.close();
    const turn = this.#turn;
    this.#state.set({ name: 'asking' });
    const next = await this.#openAll(chosen, only);
    if (turn === this.#turn) this.#enter(next);
    else stopAll(next);
  }

  close(): void {
    this.#turn += 1;
    const before = this.#state.get();
    this.#state.set({ name: 'closed' });
    stopAll(before);
  }

  /** Takes another device of one kind; the one before stops when the new one is there. */
  async choose(source: CaptureSource, deviceId: string | null): Promise<void> {
    const devices = this.#options.mediaDevices;
    const before = this.#state.get();
    if (before.name !== 'open' || !devices) return;
    const turn = this.#turn;
    let opened: OpenedSource | null = null;
    try {
      opened = await openSource(devices, { source, deviceId });
    } catch {
      // The note tells it.
    }
    if (turn !== this.#turn) {
      opened?.track.stop();
      return;
    }
    if (opened) this.#swap({ source, opened, noteKind: opened.vanished ? 'vanished' : null });
    else this.#note({ source, kind: 'refused' });
  }

  /** Switches a source off without letting the device go: what is sent is silence, or black. */
  setOn(source: CaptureSource, on: boolean): void {
    const state = this.#state.get();
    const device = state.name === 'open' ? state[source] : null;
    if (state.name !== 'open' || device === null) return;
    device.track.enabled = on;
    this.#state.set({ ...state, [source]: { ...device, on } });
  }

  async #openAll(chosen: ChosenDevices, only: CaptureSource | null): Promise<CaptureState> {
    const devices = this.#options.mediaDevices;
    if (!devices) {
      const error = this.#options.secure ? CaptureError.unsupported() : CaptureError.insecure();
      return { name: 'refused', error, instead: null };
    }
    if (only === null) {
      try {
        return opening(await openBoth(devices, chosen));
      } catch (cause) {
        const error = CaptureError.from(cause, 'both');
        if (error.reason === 'denied') return this.#denied(error);
      }
    }
    // One by one, to learn which of the two it is, and to let a vanished one fall back.
    const open = (source: CaptureSource, deviceId: string | null) =>
      openSource(devices, { source, deviceId }).catch((cause) => CaptureError.from(cause, source));
    const camera = only === 'microphone' ? null : await open('camera', chosen.cameraId);
    const microphone = only === 'camera' ? null : await open('microphone', chosen.microphoneId);
    return settle(camera, microphone);
  }

  /** One of the two may be blocked while the other is allowed: then the other can be offered. */
  async #denied(error: CaptureError): Promise<CaptureState> {
    const { permissions } = this.#options;
    const [camera, microphone] = await Promise.all([
      permissionFor(permissions, 'camera'),
      permissionFor(permissions, 'microphone'),
    ]);
    if (camera === 'denied' && microphone === 'granted')
      return { name: 'refused', error: error.of('camera'), instead: 'microphone' };
    if (microphone === 'denied' && camera === 'granted')
      return { name: 'refused', error: error.of('microphone'), instead: 'camera' };
    return { name: 'refused', error, instead: null };
  }

  #enter(next: CaptureState): void {
    this.#state.set(next);
    if (next.name !== 'open') return;
    this.#follow('camera', next.camera);
    this.#follow('microphone', next.microphone);
  }

  /** A device that is unplugged ends its track; the browser's own choice takes its place. */
  #follow(source: CaptureSource, device: OpenDevice | null): void {
    device?.track.addEventListener('ended', () => void this.#replaceLost(source, device.track), {
      once: true,
    });
  }

  async #replaceLost(source: CaptureSource, track: MediaStreamTrack): Promise<void> {
    const devices = this.#options.mediaDevices;
    const state = this.#state.get();
    if (state.name !== 'open' || state[source]?.track !== track || !devices) return;
    const turn = this.#turn;
    const opened = await openSource(devices, { source, deviceId: null }).catch(() => null);
    if (turn !== this.#turn) opened?.track.stop();
    else if (opened) this.#swap({ source, opened, noteKind: 'unplugged' });
    else this.#note({ source, kind: 'lost' });
  }

  #swap(change: {
    readonly source: CaptureSource;
    readonly opened: OpenedSource;
    readonly noteKind: CaptureNote['kind'] | null;
  }): void {
    const state = this.#state.get();
    if (state.name !== 'open') {
      change.opened.track.stop();
      return;
    }
    const before = state[change.source];
    const device = { ...deviceOf(change.opened), on: before?.on ?? true };
    device.track.enabled = device.on;
    const note = change.noteKind && { source: change.source, kind: change.noteKind };
    this.#follow(change.source, device);
    this.#state.set({ ...state, [change.source]: device, note });
    before?.track.stop();
  }

  #note(note: CaptureNote): void {
    const state = this.#state.get();
    if (state.name === 'open') this.#state.set({ ...state, note });
  }
}

function deviceOf(opened: OpenedSource): OpenDevice {
  return { track: opened.track, deviceId: opened.track.getSettings().deviceId ?? null, on: true };
}

function opening(opened: {
  readonly camera: OpenedSource | null;
  readonly microphone: OpenedSource | null;
}): OpenCapture {
  const vanished = opened.camera?.vanished
    ? 'camera'
    : opened.microphone?.vanished
      ? 'microphone'
      : null;
  return {
    name: 'open',
    camera: opened.camera && deviceOf(opened.camera),
    microphone: opened.microphone && deviceOf(opened.microphone),
    note: vanished && { source: vanished, kind: 'vanished' },
  };
}

type Outcome = OpenedSource | CaptureError | null;

/** Both must have opened; where one did not, the other is let go until the person chose to do without. */
function settle(camera: Outcome, microphone: Outcome): CaptureState {
  const opened = { camera: openedIn(camera), microphone: openedIn(microphone) };
  const errors = [camera, microphone].filter((outcome) => outcome instanceof CaptureError);
  const [error, other] = errors;
  if (!error) return opening(opened);
  opened.camera?.track.stop();
  opened.microphone?.track.stop();
  return {
    name: 'refused',
    error: other?.reason === error.reason ? error.of('both') : error,
    instead: opened.camera ? 'camera' : opened.microphone ? 'microphone' : null,
  };
}

function openedIn(outcome: Outcome): OpenedSource | null {
  return outcome instanceof CaptureError ? null : outcome;
}

function stopAll(state: CaptureState): void {
  if (state.name !== 'open') return;
  state.camera?.track.stop();
  state.microphone?.track.stop();
}

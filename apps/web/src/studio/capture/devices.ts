import { StateCell } from '../../state-cell.ts';

export type Device = {
  readonly id: string;
  /** Empty until a device was allowed. */
  readonly label: string;
};

export type DeviceList = {
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
};

type DevicesSource = Pick<
  MediaDevices,
  'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

/** The cameras and microphones of this machine, kept up to date while it runs. */
export class Devices {
  readonly #source: DevicesSource | undefined;
  readonly #list = new StateCell<DeviceList>({ cameras: [], microphones: [] });
  readonly getList = this.#list.get;
  readonly subscribe = this.#list.subscribe;

  /** @param source undefined where the browser offers no devices */
  constructor(source: DevicesSource | undefined) {
    this.#source = source;
  }

  /** Follows plugging and unplugging; returns what undoes it. */
  start(): () => void {
    const refresh = (): void => void this.refresh();
    this.#source?.addEventListener('devicechange', refresh);
    refresh();
    return () => this.#source?.removeEventListener('devicechange', refresh);
  }

  /** Reads the list anew: labels are there only after a device was allowed. */
  async refresh(): Promise<void> {
    if (!this.#source) return;
    try {
      this.#list.set(listOf(await this.#source.enumerateDevices()));
    } catch {
      // A document that is going away may not enumerate; the list stays as it was.
    }
  }
}

function listOf(devices: readonly MediaDeviceInfo[]): DeviceList {
  const ofKind = (kind: MediaDeviceKind): readonly Device[] =>
    devices
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map((device) => ({ id: device.deviceId, label: device.label }));
  return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput') };
}

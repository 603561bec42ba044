import { Camera, Mic } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { studioText } from '../../text/studio.ts';
import { captureProblemText } from '../../text/studio-problems.ts';
import { SelectField, type SelectOption } from '../../ui/select-field.tsx';
import type { CaptureSource } from '../capture/capture-error.ts';
import type { CaptureState, OpenDevice } from '../capture/capture-state.ts';
import type { Device } from '../capture/devices.ts';
import { LevelBar } from './level-bar.tsx';
import { type StudioEngines, useStudioServices } from './studio-services.ts';

type DevicePanelProps = {
  readonly engines: StudioEngines;
  readonly capture: CaptureState;
  /** True while what is published can't gain another kind of track. */
  readonly publishing: boolean;
};

/** Which camera and which microphone, and whether the microphone hears anything. */
export function DevicePanel(props: DevicePanelProps): ReactNode {
  const { engines, publishing } = props;
  const { store } = useStudioServices();
  const list = useSyncExternalStore(engines.devices.subscribe, engines.devices.getList);
  const capture = props.capture.name === 'open' ? props.capture : null;
  const { devices: text } = studioText;

  const choose = (source: CaptureSource, deviceId: string): void => {
    if (source === 'camera') store.getState().chooseCamera(deviceId);
    else store.getState().chooseMicrophone(deviceId);
    void engines.capture.choose(source, deviceId);
  };
  const isFixed = (device: OpenDevice | null): boolean =>
    capture === null || (publishing && device === null);
  const camera = capture?.camera ?? null;
  const microphone = capture?.microphone ?? null;

  return (
    <section className="panel" aria-label={text.title}>
      <SelectField
        label={text.camera}
        icon={<Camera aria-hidden />}
        options={optionsOf({ kind: text.camera, devices: list.cameras, inUse: camera })}
        value={camera?.deviceId ?? ''}
        disabled={isFixed(camera)}
        onChange={(deviceId) => choose('camera', deviceId)}
      />
      <SelectField
        label={text.microphone}
        icon={<Mic aria-hidden />}
        options={optionsOf({ kind: text.microphone, devices: list.microphones, inUse: microphone })}
        value={microphone?.deviceId ?? ''}
        disabled={isFixed(microphone)}
        onChange={(deviceId) => choose('microphone', deviceId)}
      />
      {microphone && (
        <LevelBar meter={engines.levelMeter} track={microphone.track} muted={!microphone.on} />
      )}
      {capture?.note && (
        <p className="panel-note" role="status">
          {studioText.notes[capture.note.kind](captureProblemText.devices[capture.note.source])}
        </p>
      )}
    </section>
  );
}

function optionsOf(about: {
  readonly kind: string;
  readonly devices: readonly Device[];
  readonly inUse: OpenDevice | null;
}): readonly SelectOption[] {
  const { kind, devices, inUse } = about;
  const options = devices.map((device, index) => ({
    value: device.id,
    label: device.label === '' ? studioText.devices.unnamed(kind, index + 1) : device.label,
  }));
  if (inUse === null) return [{ value: '', label: studioText.devices.none }, ...options];
  if (options.some(({ value }) => value === (inUse.deviceId ?? ''))) return options;
  // The list may lag behind the device that was just opened.
  return [{ value: inUse.deviceId ?? '', label: inUse.track.label || kind }, ...options];
}

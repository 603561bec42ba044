import { expect, test } from 'vitest';
import { Devices } from './devices.ts';

class FakeMediaDevices extends EventTarget {
  list: Array<Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>> = [];

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.list as MediaDeviceInfo[];
  }
}

const camera = { kind: 'videoinput', deviceId: 'c1', label: 'Front' } as const;
const microphone = { kind: 'audioinput', deviceId: 'm1', label: '' } as const;
const speaker = { kind: 'audiooutput', deviceId: 's1', label: 'Out' } as const;

test('lists cameras and microphones, and follows what is plugged in', async () => {
  const source = new FakeMediaDevices();
  source.list = [camera, speaker];
  const devices = new Devices(source);
  const stop = devices.start();
  await devices.refresh();
  expect(devices.getList()).toEqual({ cameras: [{ id: 'c1', label: 'Front' }], microphones: [] });

  source.list = [camera, microphone];
  source.dispatchEvent(new Event('devicechange'));
  await Promise.resolve();
  await Promise.resolve();
  expect(devices.getList().microphones).toEqual([{ id: 'm1', label: '' }]);

  stop();
  source.list = [];
  source.dispatchEvent(new Event('devicechange'));
  await Promise.resolve();
  await Promise.resolve();
  expect(devices.getList().cameras).toHaveLength(1);
});

test('devices without an id are those that nobody allowed yet', async () => {
  const source = new FakeMediaDevices();
  source.list = [{ ...camera, deviceId: '', label: '' }];
  const devices = new Devices(source);
  await devices.refresh();
  expect(devices.getList().cameras).toEqual([]);
});

test('a browser without devices has an empty list', async () => {
  const devices = new Devices(undefined);
  devices.start()();
  await devices.refresh();
  expect(devices.getList()).toEqual({ cameras: [], microphones: [] });
});

import OvenLiveKit from 'ovenlivekit';
import type { ThirdParty } from '../third-party.ts';
import { openCamera } from './camera.ts';

const client = OvenLiveKit.create();

const thirdParty: ThirdParty = {
  async start(url, token) {
    await client.setMediaStream(await openCamera());
    client.startStreaming(url, {
      // It knows of no bearer token: headers are how it takes one.
      httpHeaders: { Authorization: `Bearer ${token}` },
      simulcast: [{ scaleResolutionDownBy: 1 }, { scaleResolutionDownBy: 2 }],
    });
  },
  stop: () => client.stopStreaming(),
};
Object.assign(window, { thirdParty });

import { WHIPClient } from 'whip-whep/whip.js';
import type { ThirdParty } from '../third-party.ts';
import { openCamera } from './camera.ts';

const client = new WHIPClient();

const thirdParty: ThirdParty = {
  async start(url, token) {
    const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    for (const track of (await openCamera()).getTracks()) {
      connection.addTransceiver(track, { direction: 'sendonly' });
    }
    await client.publish(connection, url, token);
  },
  stop: () => client.stop(),
};
Object.assign(window, { thirdParty });

import { WHEPClient } from 'whip-whep/whep.js';
import type { ThirdParty } from '../third-party.ts';
import { theVideo } from './the-video.ts';

const client = new WHEPClient();

const thirdParty: ThirdParty = {
  async start(url) {
    const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    connection.addTransceiver('audio', { direction: 'recvonly' });
    connection.addTransceiver('video', { direction: 'recvonly' });
    connection.addEventListener('track', ({ streams: [stream] }) => {
      theVideo().srcObject = stream ?? null;
    });
    await client.view(connection, url);
  },
  stop: () => client.stop(),
};
Object.assign(window, { thirdParty });

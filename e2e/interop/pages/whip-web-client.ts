import { WHIPClient } from '@eyevinn/whip-web-client';
import type { ThirdParty } from '../third-party.ts';
import { openCamera } from './camera.ts';

let client: WHIPClient | undefined;

const thirdParty: ThirdParty = {
  async start(endpoint, authkey) {
    // Without a list of its own it asks a STUN server in the internet.
    client = new WHIPClient({ endpoint, opts: { authkey, iceServers: [] } });
    await client.ingest(await openCamera());
  },
  async stop() {
    await client?.destroy();
  },
};
Object.assign(window, { thirdParty });

import { WebRTCPlayer } from '@eyevinn/webrtc-player';
import type { ThirdParty } from '../third-party.ts';
import { theVideo } from './the-video.ts';

// Without a list of its own it asks a STUN server in the internet.
const player = new WebRTCPlayer({ video: theVideo(), type: 'whep', iceServers: [] });

const thirdParty: ThirdParty = {
  start: (url) => player.load(new URL(url)),
  stop: () => player.unload(),
};
Object.assign(window, { thirdParty });

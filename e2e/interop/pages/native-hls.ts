import type { MediaPlayer } from '../media-player.ts';
import { theVideo } from './the-video.ts';

const errors: string[] = [];

const thirdParty: MediaPlayer = {
  errors,
  async start(url) {
    const video = theVideo();
    video.addEventListener('error', () => errors.push(video.error?.message ?? 'no message'));
    // Or nobody may look at its pictures.
    video.crossOrigin = 'anonymous';
    video.src = url;
  },
  heights: () => [],
  choose: () => undefined,
  latencyS: () => null,
  async stop() {
    theVideo().removeAttribute('src');
    theVideo().load();
  },
};
Object.assign(window, { thirdParty });

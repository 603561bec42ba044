import Hls from 'hls.js';
import type { MediaPlayer } from '../media-player.ts';
import { theVideo } from './the-video.ts';

const player = new Hls({ lowLatencyMode: true });
const errors: string[] = [];
// The others it mends by itself: a part that was only hinted at, a buffer that ran dry on a busy machine.
player.on(Hls.Events.ERROR, (_, { fatal, details, error }) => {
  if (fatal) errors.push(`${details}: ${error.message}`);
});

const thirdParty: MediaPlayer = {
  errors,
  async start(url) {
    player.loadSource(url);
    player.attachMedia(theVideo());
  },
  heights: () => player.levels.map(({ height }) => height),
  choose: (height) => {
    player.nextLevel = player.levels.findIndex((level) => level.height === height);
  },
  latencyS: () => player.latency,
  async stop() {
    player.destroy();
  },
};
Object.assign(window, { thirdParty });

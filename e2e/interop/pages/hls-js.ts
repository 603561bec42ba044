import Hls from 'hls.js';
import type { MediaPlayer } from '../media-player.ts';
import { theVideo } from './the-video.ts';

const player = new Hls({ lowLatencyMode: true });
const errors: string[] = [];
player.on(Hls.Events.ERROR, (_, { details, error }) => {
  errors.push(`${details}: ${error.message}`);
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

import { MediaPlayer as DashPlayer } from 'dashjs';
import type { MediaPlayer } from '../media-player.ts';
import { theVideo } from './the-video.ts';

const player = DashPlayer().create();
const errors: string[] = [];
player.on(DashPlayer.events.ERROR, ({ error }) => {
  errors.push(typeof error === 'string' ? error : `${error.code}: ${error.message}`);
});

const thirdParty: MediaPlayer = {
  errors,
  async start(url) {
    player.initialize(theVideo(), url, true);
  },
  heights: () => player.getRepresentationsByType('video').map(({ height }) => height),
  choose: (height) => {
    player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: false } } } });
    const chosen = player
      .getRepresentationsByType('video')
      .find((representation) => representation.height === height);
    if (chosen !== undefined) player.setRepresentationForTypeById('video', chosen.id);
  },
  latencyS: () => player.getCurrentLiveLatency(),
  async stop() {
    player.destroy();
  },
};
Object.assign(window, { thirdParty });

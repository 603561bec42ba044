import './embed.css';
import { showEarly, startEarly } from '../watch/head-start.ts';
import type { PlayedPicture } from '../watch/played-picture.ts';
import { createServices as createWatchServices } from '../watch/services.ts';
import type { WatchServices } from '../watch/watch-services.ts';
import type { EmbedAddress } from './embed-address.ts';
import { EmbedControl } from './embed-control.ts';
import type { EmbedServices } from './embed-services.ts';
import { HostBridge } from './host-bridge.ts';

/** Everything that the embedded player is given. Made once, by {@link createServices}. */
export type Services = {
  readonly watch: WatchServices;
  readonly address: EmbedAddress;
  readonly embed: EmbedServices;
  readonly picture: PlayedPicture;
};

/** The watch page's parts around one player, which is there before it is started: commands may come earlier. */
export function createServices(scope: Window & typeof globalThis, address: EmbedAddress): Services {
  const { channel, via, autoplay, muted } = address;
  const services = createWatchServices(scope);
  const picture = services.play(channel, via);
  const { player } = picture;
  if (muted) player.mute();
  if (autoplay) {
    startEarly(services, channel, picture);
    showEarly(picture, { around: earlyFrame(scope.document) });
  }
  const control = new EmbedControl(player, { autoplay });
  return {
    watch: { ...services, play: () => picture },
    embed: { control, bridge: new HostBridge(scope, control) },
    address,
    picture,
  };
}

/** What the page will have around its picture. */
function earlyFrame(document: Document): HTMLElement {
  const frame = document.createElement('div');
  frame.className = 'embed';
  return frame;
}

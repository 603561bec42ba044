import '../ui/top-bar.css';
import './player-box.css';
import './watch-page.css';
import type { PlayedPicture } from './played-picture.ts';
import type { WatchAddress } from './watch-address.ts';
import type { WatchServices } from './watch-services.ts';

export type Watched = {
  readonly address: WatchAddress;
  readonly services: WatchServices;
  readonly picture: PlayedPicture;
};

/** Has the picture come, and be seen, while the page around it is still being loaded; the page is given it. */
export function headStart(services: WatchServices, address: WatchAddress): Watched {
  const { channel, via } = address;
  const picture = services.play(channel, via);
  const { isTheatre, isChatOpen } = services.store.getState();
  const bar = box('top-bar');
  const watch = box('watch');
  watch.dataset['theatre'] = String(isTheatre);
  watch.dataset['chat'] = String(isChatOpen);
  // A fault in it leaves no place behind, above the words of the page that tells of it.
  startEarly(services, channel, picture);
  showEarly(picture, { before: bar, around: watch });
  return { address, services: { ...services, play: () => picture }, picture };
}

/**
 * Resolves when the page can come without keeping its picture waiting.
 *
 * @param begun throws where the beginning went wrong, which is for the page to say
 */
export async function pictureFirst(
  begun: () => { readonly picture: PlayedPicture } | null,
): Promise<void> {
  try {
    await begun()?.picture.seen();
  } catch {
    // The page comes, and says so.
  }
}

/** Shows a picture in the very place that the page will have for it. */
export function showEarly(
  picture: PlayedPicture,
  page: { readonly before?: HTMLElement; readonly around: HTMLElement },
): void {
  const place = box('early');
  const player = box('player');
  const within = box('player-picture');
  if (page.before !== undefined) place.append(page.before);
  place.append(page.around);
  page.around.append(player);
  player.append(within);
  picture.showEarly(place, within);
  document.body.prepend(place);
}

/** Starts a player that no part of the page may ever know: of a channel that is none nothing more is asked. */
export function startEarly(
  { readingOf }: Pick<WatchServices, 'readingOf'>,
  channel: string,
  picture: PlayedPicture,
): void {
  const reading = readingOf(channel);
  reading.subscribe(() => {
    if (reading.get().isUnknown) picture.end();
  });
  picture.player.start();
}

function box(className: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  return element;
}

import shakaPlayer from 'shaka-player';
import type { MediaPlayer } from '../media-player.ts';
import { theVideo } from './the-video.ts';

// Its types are of a module with a default export; it has none.
const shaka = shakaPlayer as unknown as typeof shakaPlayer.default;

shaka.polyfill.installAll();
const player = new shaka.Player();
const errors: string[] = [];
// What is no more than recoverable it mends by itself: a part that was only hinted at.
player.addEventListener('error', (event) => {
  const { detail } = event as unknown as { readonly detail: { readonly severity: number } };
  if (detail.severity === shaka.util.Error.Severity.CRITICAL) errors.push(JSON.stringify(detail));
});

/**
 * A part that was hinted at never comes where another publisher takes over: Shaka then asks for it for ever, or shuns its
 * rendition and loads no sound any more.
 */
function withoutHints(manifest: ArrayBuffer | ArrayBufferView): Uint8Array {
  const text = new TextDecoder().decode(manifest as BufferSource);
  return new TextEncoder().encode(text.replaceAll(/^#EXT-X-PRELOAD-HINT:.*\n/gm, ''));
}

/** Plays HLS and DASH, whichever the address is of. */
const thirdParty: MediaPlayer = {
  errors,
  async start(url) {
    player.configure({
      streaming: { lowLatencyMode: true, liveSync: { enabled: true } },
      // What it takes for the network's rate may be the rate at which a segment is made, and then it stays with the
      // smallest picture.
      abr: { restrictions: { minHeight: 300 } },
    });
    player.getNetworkingEngine()?.registerResponseFilter((type, response) => {
      if (type !== shaka.net.NetworkingEngine.RequestType.MANIFEST) return;
      response.data = withoutHints(response.data);
    });
    await player.attach(theVideo());
    await player.load(url);
  },
  heights: () => player.getVariantTracks().map(({ height }) => height ?? 0),
  choose: (height) => {
    player.configure({ abr: { enabled: false } });
    const chosen = player.getVariantTracks().find((track) => track.height === height);
    if (chosen !== undefined) player.selectVariantTrack(chosen, true);
  },
  latencyS: () => {
    const shown = player.getPlayheadTimeAsDate();
    return shown === null ? null : (Date.now() - shown.getTime()) / 1000;
  },
  async stop() {
    await player.destroy();
  },
};
Object.assign(window, { thirdParty });

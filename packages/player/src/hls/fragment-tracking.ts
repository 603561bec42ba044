import type Hls from 'hls.js';
import { Events, type FragLoadedData, type Fragment, type HlsConfig } from 'hls.js';

/** What knows which segments hls.js has, and how much of each. */
export type FragmentTracker = ConstructorParameters<HlsConfig['streamController']>[1];

/** Its internals, which the types hide. */
type Internals = {
  bufferPadding: number;
  readonly fragments: Readonly<Record<string, Tracked | undefined>>;
};

/** A segment from when some of it was loaded. */
type Tracked = {
  readonly body: Fragment;
  readonly buffered: boolean;
  /** What was loaded and is not in the buffer yet; hls.js notes none for parts. */
  loaded: FragLoadedData | null;
};

/**
 * How far a buffered range may miss a segment's end and still be taken for all of it, in seconds: less than a frame.
 *
 * hls.js allows 0.2 s. A segment whose last part is shorter than that is then taken for loaded when that part is
 * missing, and asked for in vain until it leaves the playlist: the picture stands still for three target durations.
 */
const paddingS = 0.01;

/** Mends how hls.js keeps track of segments that it plays by their parts. */
export function tendTracker(hls: Hls, tracker: FragmentTracker): void {
  const internals = tracker as unknown as Internals;
  internals.bufferPadding = paddingS;
  // What has been played is taken out of the buffer every few seconds. A segment of which a part is on its way into
  // the buffer just then would be taken for gone, parts and all: the picture stands still for three target durations.
  hls.on(Events.FRAG_LOADED, (_event, data) => {
    const tracked = Object.values(internals.fragments).find((one) => one?.body === data.frag);
    if (tracked !== undefined && !tracked.buffered) tracked.loaded ??= data;
  });
}

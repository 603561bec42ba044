import type { PublishStats, SessionState } from '@tallylight/webrtc';

/** The tracks of a broadcast, one of a kind; null where there is none. */
export type PublishTracks = {
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
};

/** What the publisher needs of a WHIP session. A session starts once; a new try is a new session. */
export type PublishSession = {
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly replaceTrack: (kind: 'audio' | 'video', track: MediaStreamTrack | null) => Promise<void>;
  readonly stats: () => Promise<PublishStats>;
  readonly getState: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
};

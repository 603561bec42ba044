import type { Problem, PublishStats, SessionState } from '@tallylight/webrtc';

/** The tracks of a broadcast, one of a kind; null where there is none. */
export type PublishTracks = {
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
};

/** What a session begins with. */
export type PublishSessionOptions = {
  readonly tracks: PublishTracks;
  /** The simulcast layers, lowest first; empty without video. */
  readonly encodings: RTCRtpEncodingParameters[];
  /** Whether somebody who is live on the channel has to make room. */
  readonly takeover: boolean;
};

/** What the publisher needs of a WHIP session. A session starts once; a new try is a new session. */
export type PublishSession = {
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly replaceTrack: (kind: 'audio' | 'video', track: MediaStreamTrack | null) => Promise<void>;
  /** Sends these layers, by `rid`, and lets the others rest; null: all. */
  readonly setActiveLayers: (rids: readonly string[] | null) => Promise<void>;
  /** Why the server ended it; null where it did not, or can't be asked. */
  readonly readEnding: () => Promise<Problem | null>;
  readonly stats: () => Promise<PublishStats>;
  readonly getState: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
};

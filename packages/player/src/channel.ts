/** What a player needs to know of a channel; the contract's ChannelView is one. */
export type WatchedChannel = {
  readonly broadcast: WatchedBroadcast | null;
  /** The last broadcast that is over and can be played again; null or absent where there is none. */
  readonly recording?: WatchedRecording | null;
};

export type WatchedBroadcast = {
  readonly id: string;
  readonly state: 'publishing' | 'live' | 'interrupted' | 'ended';
  /** What to add to the publisher's clock to get the server's, in ms; null when not known. */
  readonly captureClockOffsetMs: number | null;
  /** What there is over HTTP; null or absent where nothing is packaged. */
  readonly packaging?: WatchedPackaging | null;
};

export type WatchedRecording = {
  /** Id of the broadcast. */
  readonly broadcast: string;
  /** When its first picture was captured, in ms since 1970 by the server's clock. */
  readonly startedAtMs: number;
  readonly durationMs: number;
};

type WatchedPackaging = {
  readonly state: 'starting' | 'running' | 'down';
  /** Heights in pixels that can be had now. */
  readonly heights: readonly number[];
  /** When the first picture was captured that is kept, in ms since 1970; null or absent while there is none. */
  readonly startedAtMs?: number | null;
  /** How far back one can go, in ms; absent: not at all. */
  readonly windowMs?: number;
};

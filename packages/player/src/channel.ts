/** What a player needs to know of a channel; the contract's ChannelView is one. */
export type WatchedChannel = {
  readonly broadcast: WatchedBroadcast | null;
};

export type WatchedBroadcast = {
  readonly id: string;
  readonly state: 'publishing' | 'live' | 'interrupted' | 'ended';
  /** What to add to the publisher's clock to get the server's, in ms; null when not known. */
  readonly captureClockOffsetMs: number | null;
  /** What there is over HTTP; null or absent where nothing is packaged. */
  readonly packaging?: WatchedPackaging | null;
};

type WatchedPackaging = {
  readonly state: 'starting' | 'running' | 'down';
  /** Heights in pixels that can be had now. */
  readonly heights: readonly number[];
};

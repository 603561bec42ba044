/** Sizes, counts and durations that both sides keep to. The unit ends each name. */
export const limits = {
  /** The largest SDP body that is read; the offers of browsers stay below 10 KiB. */
  sdpBytes: 64 * 1024,
  /** The largest trickle fragment that is read; those of browsers stay below 4 KiB. */
  fragmentBytes: 16 * 1024,
  /** A session that has not connected by then is freed. */
  connectMs: 15_000,
  /** The largest message that a page may send over its socket. */
  socketMessageBytes: 16 * 1024,
  /** A socket that has joined nothing by then is closed. */
  socketJoinMs: 10_000,
  /** The longest message of the chat, in UTF-16 units as text fields count them. */
  chatTextCharacters: 500,
  /** The longest name of somebody in the chat. */
  chatNameCharacters: 25,
  /** So many messages may somebody send ... */
  chatBurst: 5,
  /** ... in this time. */
  chatBurstMs: 2_000,
  /** So often may somebody react in a second; what is more is not counted. */
  chatReactionsPerS: 20,
  /** Reactions are told together, at most once in this time. */
  chatReactionsEveryMs: 250,
  /** Messages that who joins is told, and those of one page before them. */
  chatHistoryMessages: 100,
  /** Entries of one page, for who was away. */
  chatPageEntries: 500,
  /** Who has left this much of what they were sent unread is cut off, and catches up by number. */
  socketBacklogBytes: 1_000_000,
  /** Publishers that may be connecting to one channel at a time. */
  pendingPublishers: 2,
  /** How long a publisher may be above its bitrate before it is closed. */
  bitrateExceededMs: 3_000,
  /** A key-frame distance above this is reported: who joins waits that long. */
  keyFrameDistanceMs: 2_000,
  /** A layer that nobody wants is paused at the publisher after this time; so a reload doesn't flap it. */
  unwantedLayerMs: 5_000,
  /** A client that stays silent this long has gone (RFC 7675 asks for 30 s at most). */
  consentMs: 20_000,
  /** At most one key frame is asked of a publisher in this time. */
  keyFrameIntervalMs: 500,
  /** What a player waits before it asks again whether a channel is on air. */
  retryAfterMs: 1_000,
  /** A page says this often that its viewer is there. */
  presenceEveryMs: 10_000,
  /** Who has not been heard of for this long has gone: one word may be lost. */
  presenceMs: 20_000,
  /** For how long a viewer's trouble is told to the studio. */
  troubleMs: 5 * 60_000,
  /** The largest body with which a page speaks for its viewer. */
  viewerReportBytes: 1024,
  /** The longest title of a channel, in UTF-16 units as text fields count them. */
  titleCharacters: 100,
  /** A start that passed without a broadcast is told for this long. */
  missedStartMs: 24 * 3_600_000,
} as const;

/** What a channel may be called: it stands in URLs as it is. */
export const channelNamePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** What a viewer's page may call itself; a UUID is one. */
export const viewerIdPattern = /^[A-Za-z0-9-]{8,64}$/;

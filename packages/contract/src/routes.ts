/** Every path of the server's HTTP interface, written once for the server and its clients. */
export const routes = {
  health: () => '/healthz',
  ready: () => '/readyz',
  clock: () => '/api/clock',
  channel: (channel: string) => `/api/channels/${encodeURIComponent(channel)}`,
  studio: (channel: string) => `/api/channels/${encodeURIComponent(channel)}/studio`,
  captureClock: (channel: string) => `/api/channels/${encodeURIComponent(channel)}/capture-clock`,
  /** What the owner tells of a channel. */
  details: (channel: string) => `/api/channels/${encodeURIComponent(channel)}/details`,
  /** A viewer's page says that it is there; open to everybody. */
  presence: (channel: string) => `/api/channels/${encodeURIComponent(channel)}/presence`,
  /** A viewer's page says what is wrong; open to everybody. */
  troubles: (channel: string) => `/api/channels/${encodeURIComponent(channel)}/troubles`,
  whip: (channel: string) => `/whip/${encodeURIComponent(channel)}`,
  whipSession: (channel: string, session: string) =>
    `/whip/${encodeURIComponent(channel)}/${encodeURIComponent(session)}`,
  /** A POST here is refused while somebody is live, unless its query says `takeover=true`. */
  whipTakeover: (channel: string) => `/whip/${encodeURIComponent(channel)}?takeover=true`,
  whep: (channel: string) => `/whep/${encodeURIComponent(channel)}`,
  /** The same for a viewer who says it is there: session and viewer count once. */
  whepOf: (channel: string, viewer: string) =>
    `/whep/${encodeURIComponent(channel)}?viewer=${encodeURIComponent(viewer)}`,
  whepSession: (channel: string, session: string) =>
    `/whep/${encodeURIComponent(channel)}/${encodeURIComponent(session)}`,
  /** Server-sent events of a WHEP session. */
  whepEvents: (channel: string, session: string) =>
    `/whep/${encodeURIComponent(channel)}/${encodeURIComponent(session)}/events`,
  /** Chosen events of a WHEP session. */
  whepEventStream: (channel: string, session: string, stream: string) =>
    `/whep/${encodeURIComponent(channel)}/${encodeURIComponent(session)}/events/${encodeURIComponent(stream)}`,
  /** Layer selection of a WHEP session. */
  whepLayer: (channel: string, session: string) =>
    `/whep/${encodeURIComponent(channel)}/${encodeURIComponent(session)}/layer`,
  /** A POST here asks for a key frame for a WHEP session. */
  whepKeyFrame: (channel: string, session: string) =>
    `/whep/${encodeURIComponent(channel)}/${encodeURIComponent(session)}/key-frame`,
  /** Low-latency HLS of the broadcast on air, or the last one: its multivariant playlist. */
  hls: (channel: string) => `/media/${encodeURIComponent(channel)}/index.m3u8`,
  /** The same without low latency. */
  hlsClassic: (channel: string) => `/media/${encodeURIComponent(channel)}/classic.m3u8`,
  /** The same as DASH. */
  dash: (channel: string) => `/media/${encodeURIComponent(channel)}/manifest.mpd`,
  /** The newest picture of the broadcast on air, or of the last one. */
  poster: (channel: string) => `/media/${encodeURIComponent(channel)}/poster.jpg`,
  /** What belongs to one broadcast: `index.m3u8`, `720p.m3u8`, `poster.3.jpg` ... */
  broadcastMedia: (channel: string, broadcast: string, file: string) =>
    `/media/${encodeURIComponent(channel)}/${encodeURIComponent(broadcast)}/${encodeURIComponent(file)}`,
  /** What belongs to one of its tracks: `init.0.mp4`, `17.m4s`, `17.2.m4s`. */
  trackMedia: (channel: string, broadcast: string, track: string, file: string) =>
    `/media/${encodeURIComponent(channel)}/${encodeURIComponent(broadcast)}/${encodeURIComponent(track)}/${encodeURIComponent(file)}`,
  /** The server's clock as xs:dateTime, for DASH players. */
  mediaClock: () => '/media/clock',
  /** What to embed for a page of ours: oEmbed 1.0. */
  oembed: () => '/oembed',
  /** Where Socket.IO listens. */
  socket: () => '/socket',
} as const;

/** Paths of the pages that people open. The studio's stream key rides in the fragment, never in a request. */
export const pages = {
  home: () => '/',
  studio: (channel: string) => `/studio/${encodeURIComponent(channel)}`,
  watch: (channel: string) => `/watch/${encodeURIComponent(channel)}`,
  /** The player alone, for a frame in somebody else's page. */
  embed: (channel: string) => `/embed/${encodeURIComponent(channel)}`,
} as const;

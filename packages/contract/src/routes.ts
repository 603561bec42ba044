/** Every path of the server's HTTP interface, written once for the server and its clients. */
export const routes = {
  health: () => '/healthz',
  ready: () => '/readyz',
  clock: () => '/api/clock',
  channel: (channel: string) => `/api/channels/${encodeURIComponent(channel)}`,
  studio: (channel: string) => `/api/channels/${encodeURIComponent(channel)}/studio`,
  captureClock: (channel: string) => `/api/channels/${encodeURIComponent(channel)}/capture-clock`,
  whip: (channel: string) => `/whip/${encodeURIComponent(channel)}`,
  whipSession: (channel: string, session: string) =>
    `/whip/${encodeURIComponent(channel)}/${encodeURIComponent(session)}`,
  /** A POST here is refused while somebody is live, unless its query says `takeover=true`. */
  whipTakeover: (channel: string) => `/whip/${encodeURIComponent(channel)}?takeover=true`,
  whep: (channel: string) => `/whep/${encodeURIComponent(channel)}`,
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
  /** Where Socket.IO listens. */
  socket: () => '/socket',
} as const;

/** Paths of the pages that people open. The studio's stream key rides in the fragment, never in a request. */
export const pages = {
  home: () => '/',
  studio: (channel: string) => `/studio/${encodeURIComponent(channel)}`,
  watch: (channel: string) => `/watch/${encodeURIComponent(channel)}`,
} as const;

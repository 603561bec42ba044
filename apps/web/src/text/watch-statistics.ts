/** Words of the watch page's statistics, which come with their panel. */
export const statisticsText = {
  title: 'Statistics',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying was not allowed: take it from here',
  reportLabel: 'Report',
  report: {
    head: (at: string): string => `Tallylight statistics, ${at}`,
    line: (name: string, value: string): string => `${name}: ${value}`,
    channel: 'Channel',
    page: 'Page',
    browser: 'Browser',
    state: 'State',
    troubles: (count: number): string => (count === 0 ? 'Troubles: none' : 'Troubles:'),
    trouble: (facts: {
      readonly stage: string;
      readonly count: number;
      readonly at: string;
      readonly detail: string;
    }): string => `- ${facts.stage} × ${facts.count}, last ${facts.at}: ${facts.detail}`,
  },
  unknown: 'n/a',
  /** Until the first reading. */
  none: 'Nothing plays just now.',
  names: {
    path: 'Path',
    picture: 'Picture',
    layer: 'Layer',
    bitrate: 'Bitrate',
    line: 'Line carries',
    frames: 'Frame rate',
    shown: 'Frames shown',
    dropped: 'Frames dropped',
    freezes: 'Freezes',
    jitterBuffer: 'Jitter buffer',
    ahead: 'Loaded ahead',
    loss: 'Packet loss',
    roundTrip: 'Round trip',
    latency: 'Latency',
    video: 'Video',
    audio: 'Audio',
    decoder: 'Decoder',
    pace: 'Pace',
  },
  paths: {
    udp: 'WebRTC over UDP',
    tcp: 'WebRTC over TCP',
    relay: 'WebRTC over a relay (TURN)',
    http: 'HLS over HTTP',
    webrtc: 'WebRTC',
    hls: 'HLS',
  },
  layer: (height: number, others: readonly number[]): string =>
    others.length < 2
      ? `${height}p`
      : `${height}p of ${others.map((other) => `${other}p`).join(', ')}`,
  asked: {
    auto: (layer: string): string => `${layer} (Auto)`,
    most: (layer: string, height: number): string => `${layer} (at most ${height}p)`,
  },
  units: {
    mbit: (value: string): string => `${value} Mbit/s`,
    kbit: (value: string): string => `${value} kbit/s`,
    fps: (value: string): string => `${value} per second`,
    ms: (value: string): string => `${value} ms`,
    s: (value: string): string => `${value} s`,
    percent: (value: string): string => `${value} %`,
    times: (value: string): string => `× ${value}`,
    size: (width: number, height: number): string => `${width} × ${height}`,
  },
  graph: {
    title: 'Latency over the last two minutes',
    span: (least: string, middle: string, most: string): string =>
      `Latency over the last two minutes: at least ${least}, at the median ${middle}, at most ${most}`,
    figures: (least: string, middle: string, most: string): string =>
      `min ${least} · median ${middle} · max ${most}`,
    empty: 'No latency is known yet.',
    from: '2 min ago',
    to: 'now',
  },
} as const;

/** Words of what can be done with the picture, which come with it. */
export const controlsText = {
  goLive: {
    atEdge: 'At the live picture',
    hint: 'Go to live',
    behind: (words: string): string => `${words} behind. Go to live.`,
    now: 'Live now',
    nowHint: 'A broadcast is on air: go to its live picture',
  },
  recording: 'Recording',
  latency: {
    short: (seconds: string): string => `${seconds} s`,
    long: (latencyMs: number): string => `${latencyMs} ms from camera to screen`,
  },
  sound: {
    tap: 'Tap for sound',
    mute: 'Mute',
    unmute: 'Unmute',
    volume: 'Volume',
    none: 'This broadcast has no sound',
  },
  quality: {
    label: 'Quality',
    auto: 'Auto',
    autoNow: (pixels: number): string => `Auto · ${pixels}p`,
    height: (pixels: number): string => `${pixels}p`,
  },
  delivery: {
    label: 'Delivery',
    webrtc: 'Real time',
    hls: 'Standard',
    hint: {
      webrtc: 'WebRTC: a fraction of a second behind. Some firewalls stop it.',
      hls: 'HLS: a second or two behind. It gets through wherever web pages do.',
    },
    because: {
      'no-webrtc': 'This browser has no WebRTC, so you watch over HLS, a second or two later.',
      'no-codec':
        'This browser has no H.264 for WebRTC, so you watch over HLS, a second or two later.',
      'at-capacity':
        'All real-time places are taken, so you watch over HLS, a second or two later.',
      'no-path':
        'Your network lets no real-time video through, so you watch over HLS, a second or two later.',
      'no-answer':
        'Real-time video could not be set up with this server, so you watch over HLS, a second or two later.',
      stalled: 'Real-time video stopped, so you watch over HLS until it is steady again.',
    },
  },
  play: 'Play',
  pause: 'Pause',
  paused: 'Paused',
  fullscreen: 'Full screen',
  soundOnly: 'Sound only',
  leaveFullscreen: 'Leave full screen',
  theatre: 'Theatre mode',
  smallWindow: 'Picture in picture',
  captions: 'Captions',
  statistics: 'Statistics',
  keys: 'Keys',
  more: 'More',
  /** What a pointer that rests on a control is told of its key. */
  withKey: (label: string, key: string): string => `${label} (${key})`,
  spans: {
    hours: (count: number): string => (count === 1 ? '1 hour' : `${count} hours`),
    minutes: (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`),
    seconds: (count: number): string => (count === 1 ? '1 second' : `${count} seconds`),
  },
  seek: {
    label: 'Seek',
    live: (clock: string): string => `Live, ${clock}`,
    behind: (words: string, clock: string): string => `${words} behind live, ${clock}`,
    recording: (at: string, whole: string): string => `${at} of ${whole}`,
  },
} as const;

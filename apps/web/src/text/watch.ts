/** Words of the watch page. */
export const watchText = {
  heading: (channel: string): string => `Live picture of ${channel}`,
  live: 'Live',
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
    },
  },
  play: 'Play',
  pause: 'Pause',
  paused: 'Paused',
  fullscreen: 'Full screen',
  soundOnly: 'Sound only',
  leaveFullscreen: 'Leave full screen',
  controls: 'Player controls',
  offline: {
    title: (channel: string): string => `“${channel}” is not on air`,
    body: 'This page starts by itself when it is.',
  },
  connecting: { badge: 'Connecting', title: 'Connecting…' },
  interrupted: { title: 'Interrupted', body: 'Waiting for the broadcaster' },
  ended: {
    title: 'The broadcast has ended',
    body: 'Stay here: the next one starts by itself.',
  },
  failed: {
    title: 'The picture could not be loaded',
    waiting: 'One moment: the picture is being prepared',
    reasons: {
      packagerDown:
        'The server’s packager is starting again. This page goes on by itself, or choose real time below.',
      notPackaged:
        'This server does not offer HLS for the broadcast. Choose real time (WebRTC) below.',
      network: 'The server does not answer. It is down, or you are offline.',
      codec: 'This browser can’t play the broadcast’s video format.',
      path: 'Video finds no way to this browser: a firewall is likely in between.',
      lost: 'The connection was lost and did not come back.',
      other: 'The server refused it for a reason that this page does not know.',
    },
  },
  unknown: {
    title: (channel: string): string => `There is no channel “${channel}”`,
    body: 'The link may be mistyped, or the channel is gone.',
  },
  announce: {
    offline: 'Off air. The page starts by itself.',
    connecting: 'Connecting.',
    live: 'Live.',
    interrupted: 'Interrupted. Waiting for the broadcaster.',
    ended: 'The broadcast has ended.',
    failed: 'The picture could not be loaded.',
  },
} as const;

/** Words of the watch page. */
export const watchText = {
  heading: (channel: string): string => `Live picture of ${channel}`,
  live: 'Live',
  why: 'Why?',
  controls: 'Player controls',
  connecting: {
    badge: 'Connecting',
    title: 'Connecting…',
    recording: 'Loading the recording…',
    moment: 'Going there…',
    slow: {
      webrtc: 'Still looking for a way for real-time video through your network.',
      hls: 'Still waiting for the first pieces of the picture.',
    },
    tryHls: 'Try standard delivery (HLS)',
  },
  interrupted: {
    title: 'Interrupted',
    away: 'The broadcaster’s connection dropped',
    awayBody: 'waiting for them',
    line: 'Your connection is not keeping up',
    lineBody: 'the picture goes on when enough comes through',
  },
  failed: {
    title: 'The picture could not be loaded',
    waiting: 'One moment: the picture is being prepared',
    private: 'This broadcast is private',
    full: 'The server is full',
    goesOn: 'This page goes on trying by itself.',
    reasons: {
      private:
        'Only those whom the broadcaster let in can watch. Open the link that you were given, or ask for one.',
      notFound: 'There is no such channel any more. The link may be old.',
      full: 'All places are taken. You get in by yourself as soon as somebody leaves.',
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
    behind: 'Behind live.',
    recording: 'Playing the recording.',
    recordingEnded: 'The recording is over.',
    paused: 'Paused.',
    away: 'Interrupted. Waiting for the broadcaster.',
    line: 'Interrupted. Your connection is not keeping up.',
    ended: 'The broadcast has ended.',
    failed: 'The picture could not be loaded.',
  },
} as const;

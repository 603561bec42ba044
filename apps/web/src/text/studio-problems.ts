import type { IngestWarningCode } from '@tallylight/contract';

/** What goes wrong in the studio, in words: what it is, and the way out. */
export type ProblemWords = {
  readonly title: string;
  readonly body: string;
  readonly steps: readonly string[];
};

/** Words for a device that could not be opened. `device` is "camera", "microphone" or both. */
export const captureProblemText = {
  devices: {
    camera: 'camera',
    microphone: 'microphone',
    both: 'camera and microphone',
  },
  denied: {
    title: (device: string): string => `This page may not use your ${device}`,
    body: 'You, or a setting of this browser, said no.',
    steps: {
      chromium: [
        'Click the icon left of the address, then “Site settings”.',
        'Set camera and microphone to “Allow”.',
      ],
      firefox: [
        'Click the crossed-out camera or microphone left of the address.',
        'Remove the blocked permission.',
      ],
      safari: [
        'In the menu, open Safari › Settings for this website.',
        'Set camera and microphone to “Allow”.',
      ],
      other: ['Open the site’s permissions in your browser.', 'Allow camera and microphone.'],
    },
  },
  deniedBySystem: {
    title: (device: string): string => `Your system keeps the ${device} from the browser`,
    body: 'The browser itself is not allowed to use it.',
    steps: [
      'Open the privacy settings of your system, under camera and microphone.',
      'Allow them for this browser. It may have to be opened anew.',
    ],
  },
  notFound: {
    title: {
      camera: 'No camera found',
      microphone: 'No microphone found',
      both: 'Neither camera nor microphone found',
    },
    body: 'The browser sees none on this computer.',
    steps: [
      'Plug it in, or switch it on.',
      'Check that no switch or key on the computer turns it off.',
    ],
  },
  inUse: {
    title: {
      camera: 'The camera is busy',
      microphone: 'The microphone is busy',
      both: 'Camera and microphone are busy',
    },
    body: 'Another program holds on to it, or it failed to start.',
    steps: [
      'Close other calls, recorders and tabs that use it.',
      'If that does not help, unplug it and plug it in again.',
    ],
  },
  impossible: {
    title: (device: string): string => `The ${device} can’t do what was asked`,
    body: 'It offers no picture or sound that fits.',
    steps: ['Choose another device, or reset it in its own program.'],
  },
  insecure: {
    title: 'This address is not secure enough for a camera',
    body: 'Browsers give camera and microphone only to pages over https, or on the computer itself.',
    steps: (localAddress: string): readonly string[] => [
      `On the computer that runs Tallylight, open ${localAddress}.`,
      'From elsewhere, put Tallylight behind https and use that address.',
    ],
  },
  unsupported: {
    title: 'This browser can’t use cameras',
    body: 'It offers pages no camera and no microphone.',
    steps: ['Use a current Chrome, Edge, Firefox or Safari.'],
  },
  other: {
    title: (device: string): string => `The ${device} did not start`,
    body: 'The browser gave no reason that we know.',
    steps: ['Unplug it and plug it in again, or open the browser anew.'],
  },
  instead: {
    camera: 'Go on without sound',
    microphone: 'Go on with sound only',
  },
} as const;

/** Words for a broadcast that did not start, or ended on its own. */
export const publishProblemText = {
  busy: {
    title: 'Somebody is already live on this channel',
    body: 'Another tab or device with this stream key is on air. Its viewers were not disturbed.',
    steps: ['End the broadcast there, or take over: the other one ends, and the viewers stay.'],
  },
  key: {
    title: 'The stream key is no longer valid',
    body: 'A new one was made since you opened the studio.',
    steps: ['Open the newest studio link.', 'npm start -- --new-key prints another one.'],
  },
  'unknown-channel': {
    title: 'This channel is gone',
    body: 'The server no longer knows it.',
    steps: ['Open the studio link that the server printed last.'],
  },
  codec: {
    title: 'Browser and server found no common video format',
    body: 'The studio sends H.264, and this browser could not agree on it.',
    steps: [
      'Use a current Chrome, Edge or Safari.',
      'Firefox needs a moment to fetch its H.264 plug-in first.',
    ],
  },
  unreachable: {
    title: 'The server does not answer',
    body: 'It is down, or this computer is offline.',
    steps: ['Check your connection and that Tallylight runs, then go live again.'],
  },
  'no-path': {
    title: 'Video found no way to the server',
    body: 'The page was reached and the media was not: a firewall is likely in between.',
    steps: ['Allow UDP to the server’s media port, or try another network.'],
  },
  unconfirmed: {
    title: 'The server did not put you on air',
    body: 'Your video was sent and the server did not confirm it in time.',
    steps: ['Go live again. If it happens twice, look at the server’s log.'],
  },
  lost: {
    title: 'The connection was lost',
    body: 'It did not come back while the server waited, so the broadcast is over.',
    steps: ['Check your connection, then go live again.'],
  },
  replaced: {
    title: 'You are live from somewhere else now',
    body: 'Another tab or device with this stream key took over. Your viewers see that one.',
    steps: ['To come back here, go live again and take over.'],
  },
  bitrate: {
    title: 'The stream was larger than the server allows',
    body: 'It stayed above the bitrate that is set there, so the server ended it.',
    steps: [
      'Choose a smaller picture, then go live again.',
      'Or raise TALLYLIGHT_MAX_BITRATE where Tallylight runs.',
    ],
  },
  refused: {
    title: 'The server refused the broadcast',
    body: 'It gave a reason that this page does not know.',
    steps: ['Go live again. If it happens twice, look at the server’s log.'],
  },
} as const satisfies Record<string, ProblemWords>;

/** Titles for what a publisher should change; what was seen, and the switches, come from the server. */
export const ingestWarningText = {
  b_frames: 'Viewers see the picture jump',
  profile_mismatch: 'Some viewers may see nothing',
  key_frame_distance: 'Viewers wait long for their first picture',
} as const satisfies Record<IngestWarningCode, string>;

/** Words for a studio that does not open. */
export const doorText = {
  keyMissing: {
    title: 'The studio needs its stream key',
    body: 'Open the whole studio link that the server printed: the key is the part after #.',
  },
  keyWrong: {
    title: 'This stream key is not the one of the channel',
    body: 'A new one was made since, or the link was cut off.',
  },
  newKey:
    'No valid link at hand? Run this where Tallylight runs. It prints a new studio link, and the old one stops working:',
  command: 'npm start -- --new-key',
  field: 'Studio link or stream key',
  open: 'Open the studio',
  unknown: {
    title: (channel: string): string => `There is no channel “${channel}”`,
    body: 'The server does not know it. The studio link it printed has the right name.',
  },
  unreachable: {
    title: 'The server does not answer',
    body: 'It is down, or this computer is offline.',
  },
} as const;

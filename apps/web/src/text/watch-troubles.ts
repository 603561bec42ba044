import type { TroubleStage } from '@tallylight/player';

type TroubleWords = {
  /** What was seen. */
  readonly what: string;
  /** What comes of it, and what can be done where something can. */
  readonly advice: string;
};

/** What keeps a viewer from the picture, told to that viewer; it comes with the statistics. */
export const watchTroubleText = {
  title: 'Connection doctor',
  none: 'Nothing has kept the picture from you.',
  seen: (count: number, clock: string): string =>
    count === 1 ? `Seen once, at ${clock}.` : `Seen ${count} times, last at ${clock}.`,
  stages: {
    http: {
      what: 'The server did not answer a request, or refused it.',
      advice:
        'This page asks again by itself. If it goes on, the server may be restarting or full, or your network blocks it.',
    },
    'ice-udp': {
      what: 'Video over UDP does not get through this network.',
      advice:
        'It comes over TCP or HLS instead, a little later. A firewall is likely in between: another network, or a phone’s, may let it through.',
    },
    'ice-tcp': {
      what: 'Real-time video over TCP does not get through this network either.',
      advice:
        'It comes over HLS instead, a second or two later. Only another network, or a relay (TURN) at the server, would change that.',
    },
    dtls: {
      what: 'The encrypted channel for real-time video could not be set up.',
      advice:
        'A proxy or security program on this computer or network interferes. Video comes over HLS instead.',
    },
    'no-media': {
      what: 'The connection stood, but no picture or sound came over it.',
      advice:
        'This page asks anew and takes HLS where that helps. A weak or crowded network is the usual cause: move nearer to the router, or choose a lower quality.',
    },
    'no-key-frame': {
      what: 'Data came, but no picture that could be begun with.',
      advice:
        'This page asks the broadcaster for one by itself. If it takes long each time, it is their program that sends too few.',
    },
    decode: {
      what: 'This browser could not show what came.',
      advice:
        'It may lack the video format, or the device is too busy. Close other programs, choose a lower quality, or try another browser.',
    },
    autoplay: {
      what: 'The browser plays nothing before you touch the page.',
      advice: 'Press play. Most browsers let you allow autoplay for a site for good.',
    },
  } satisfies Record<TroubleStage, TroubleWords>,
} as const;

import type { TroubleStage } from '@tallylight/contract';
import { commonText } from './every-page.ts';

type TroubleWords = {
  readonly what: (viewers: number) => string;
  /** Why that is, what becomes of them, and what can be done where something can. */
  readonly why: string;
};

const { viewers: count } = commonText;

/** Why viewers suffer, told to the one who broadcasts. */
export const viewerTroubleText = {
  title: 'Some viewers have trouble',
  body: 'What their pages reported in the last five minutes.',
  stages: {
    http: {
      what: (viewers) => `${count(viewers)} got no session for real-time video.`,
      why: 'The server refused them or did not answer; they watch over HLS instead. It may be full: TALLYLIGHT_MAX_VIEWERS sets how many it takes, and its log says more.',
    },
    'ice-udp': {
      what: (viewers) => `${count(viewers)} can’t get real-time video over UDP.`,
      why: 'A firewall blocks it; they watch over TCP or HLS instead. If it is nearly everybody, open the media port for UDP where Tallylight runs.',
    },
    'ice-tcp': {
      what: (viewers) => `${count(viewers)} can’t get real-time video over TCP either.`,
      why: 'The media port is closed to them; they watch over HLS instead, a few seconds later. Open it for TCP too, or give them a TURN server with TALLYLIGHT_ICE_SERVERS.',
    },
    dtls: {
      what: (viewers) => `${count(viewers)} could not agree on encryption with the server.`,
      why: 'Something on their way, a proxy or a security program, interferes; they watch over HLS instead. There is nothing to change here.',
    },
    'no-media': {
      what: (viewers) => `${count(viewers)} connected and got nothing.`,
      why: 'The connection stands, but no packets arrive. If it is many at once, the server’s upload is likely full: send a smaller picture, or give it more.',
    },
    'no-key-frame': {
      what: (viewers) => `${count(viewers)} got no key frame.`,
      why: 'Without one the picture can’t begin. In OBS or FFmpeg set the keyframe interval to 1 s; from this page they come by themselves.',
    },
    decode: {
      what: (viewers) => `${count(viewers)} can’t decode the picture.`,
      why: 'Their browser or device does not manage this video. If it is many, send H.264 without B-frames, or a smaller picture.',
    },
    autoplay: {
      what: (viewers) => `${count(viewers)} had to press play.`,
      why: 'Their browser starts no video by itself, so the page shows them a button. There is nothing to change here.',
    },
  } satisfies Record<TroubleStage, TroubleWords>,
} as const;

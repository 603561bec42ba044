import { type Answer, writeAnswer } from '../answer.ts';
import { type AnsweredTrack, idleTrack, receivedTrack, sentTrack } from '../answered-track.ts';
import type { Offer } from '../offer.ts';
import { isMediaSection, type MediaSection } from '../offered-section.ts';
import { type PlaybackTrack, playbackTrack } from '../playback.ts';
import type { MediaKind, RtpCodec, RtpParameters } from '../rtp-parameters.ts';
import { publishedRtp } from '../to-rtp.ts';

/** The server's end of the connection, as an SFU would have made it. */
export const transport: Answer['transport'] = {
  ice: { usernameFragment: 'ours', password: 'ours-ours-ours-ours-ours' },
  candidates: [
    { foundation: 'udp', priority: 2, address: '192.0.2.1', protocol: 'udp', port: 8189 },
    {
      foundation: 'tcp',
      priority: 1,
      address: '192.0.2.1',
      protocol: 'tcp',
      port: 8189,
      tcpType: 'passive',
    },
  ],
  fingerprints: [{ algorithm: 'sha-256', value: 'AA:BB' }],
};

/** H.264 as a publisher sends it. */
export function h264(profile: string): RtpCodec {
  return {
    mimeType: 'video/H264',
    payloadType: 1,
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': profile },
    rtcpFeedback: [],
  };
}

export const vp8: RtpCodec = {
  mimeType: 'video/VP8',
  payloadType: 1,
  clockRate: 90_000,
  parameters: {},
  rtcpFeedback: [],
};

/** Opus as a publisher sends it: OBS and Firefox tell of both channels, Chromium doesn't. */
export function opus({ stereo }: { readonly stereo: boolean }): RtpCodec {
  return {
    mimeType: 'audio/opus',
    payloadType: 1,
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, ...(stereo && { stereo: 1, 'sprop-stereo': 1 }) },
    rtcpFeedback: [],
  };
}

/** What is on air, by kind; null where the broadcast has no such track. */
export type OnAir = Readonly<Record<MediaKind, RtpCodec | null>>;

/**
 * Answers a WHIP offer as the server does, the SFU's part made up.
 *
 * @throws {SdpError} it can't be taken
 */
export function answerPublisher(offer: Offer): string {
  const sections = offer.sections.filter(isMediaSection);
  const tracks = new Map(sections.map((media) => [media.mid, receivedTrack(publishedRtp(media))]));
  return writeAnswer({ offer, transport, tracks, sessionId: 7 });
}

/**
 * Answers a WHEP offer as the server does, the SFU's part made up.
 *
 * @param onAir what the publisher sends
 * @throws {SdpError} it can't be taken
 */
export function answerViewer(offer: Offer, onAir: OnAir): string {
  const tracks = new Map(
    offer.sections
      .filter(isMediaSection)
      .map((media) => [media.mid, viewerTrack(media, onAir[media.kind])]),
  );
  return writeAnswer({ offer, transport, tracks, sessionId: 7 });
}

function viewerTrack(media: MediaSection, onAir: RtpCodec | null): AnsweredTrack {
  if (onAir === null) return idleTrack(media);
  const wanted = playbackTrack(media, onAir);
  return sentTrack(wanted, sentRtp(wanted, onAir), 'broadcast');
}

/** What an SFU sends: the publisher's codec under the viewer's numbers. */
function sentRtp(
  { codec, rtx, headerExtensions }: PlaybackTrack,
  { parameters }: RtpCodec,
): RtpParameters {
  const media = { ...codec, parameters };
  return {
    codecs: rtx === undefined ? [media] : [media, rtx],
    headerExtensions: [...headerExtensions],
    encodings: [{ ssrc: 5, ...(rtx !== undefined && { rtx: { ssrc: 6 } }) }],
    rtcp: { cname: 'cname' },
  };
}

import type { MediaDescription } from 'sdp-transform';
import type { MediaSection } from './offered-section.ts';
import type { PlaybackTrack } from './playback.ts';
import {
  isRtx,
  type RtpCodec,
  type RtpHeaderExtension,
  type RtpParameters,
} from './rtp-parameters.ts';

/** What an answer says of one accepted section. */
export type AnsweredTrack = {
  readonly direction: 'recvonly' | 'sendonly' | 'inactive';
  readonly codecs: readonly RtpCodec[];
  readonly headerExtensions: readonly RtpHeaderExtension[];
  /** Simulcast layers that are taken, in the offer's order. */
  readonly rids: readonly string[];
  /** What the server sends on it. */
  readonly sent?: {
    /** Names the MediaStream that audio and video share. */
    readonly streamId: string;
    readonly trackId: string;
    readonly cname: string;
    /** The SSRC, and that of the repair stream; none where the receiver finds the track by its MID. */
    readonly ssrcs: readonly number[];
  };
};

const transportCc = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/** Feedback that the SFU gives to a publisher, as "type parameter". */
const givenFeedback = new Set(['nack', 'nack pli', 'ccm fir', 'goog-remb', 'transport-cc']);

/** Answers a publisher: what was accepted is received. */
export function receivedTrack(rtp: RtpParameters): AnsweredTrack {
  const estimates = rtp.headerExtensions.some(({ uri }) => uri === transportCc);
  return {
    direction: 'recvonly',
    codecs: rtp.codecs.map((codec) => ({
      ...codec,
      parameters: receivedParameters(codec),
      rtcpFeedback: codec.rtcpFeedback.filter(
        ({ type, parameter = '' }) =>
          givenFeedback.has(`${type} ${parameter}`.trim()) &&
          // One bandwidth estimate is enough, and the sender's own is the better one.
          type !== (estimates ? 'goog-remb' : 'transport-cc'),
      ),
    })),
    headerExtensions: rtp.headerExtensions,
    rids: rtp.encodings.flatMap(({ rid }) => (rid === undefined ? [] : [rid])),
  };
}

/**
 * Answers a viewer: what the SFU sends, under the viewer's own payload types. The SSRCs are left out where it can do
 * without them, so that they may change.
 *
 * @param sent what the SFU will send
 * @param streamId names the MediaStream that audio and video share
 */
export function sentTrack(
  wanted: PlaybackTrack,
  sent: RtpParameters,
  streamId: string,
): AnsweredTrack {
  const [encoding] = sent.encodings;
  const ssrcs = wanted.knowsMids ? [] : [encoding?.ssrc, encoding?.rtx?.ssrc];
  return {
    direction: 'sendonly',
    codecs: sent.codecs.map((codec) =>
      isRtx(codec) ? codec : { ...codec, parameters: sentParameters(wanted.codec, codec) },
    ),
    headerExtensions: sent.headerExtensions,
    rids: [],
    sent: {
      streamId,
      trackId: `${streamId}-${wanted.kind}`,
      cname: sent.rtcp.cname ?? streamId,
      ssrcs: ssrcs.filter((ssrc) => ssrc !== undefined),
    },
  };
}

/**
 * Answers a section that nothing flows on for now. It is not refused with port 0: a browser that bundles all on
 * the first section has no transport where that one is refused (RFC 8843, section 7.3.1).
 */
export function idleTrack(section: MediaSection): AnsweredTrack {
  const codecs = section.codecs.slice(0, 1).map((codec) => ({ ...codec, rtcpFeedback: [] }));
  return { direction: 'inactive', codecs, headerExtensions: [], rids: [] };
}

/** For Opus an answer says what the receiver would like (RFC 7587, section 6.1): both channels, and FEC. */
function receivedParameters(codec: RtpCodec): RtpCodec['parameters'] {
  if (codec.mimeType.toLowerCase() === 'audio/opus')
    return { minptime: 10, stereo: 1, useinbandfec: 1 };
  // Parameter sets are the sender's; an answer that repeats them would claim them for itself.
  const { 'sprop-parameter-sets': _, ...rest } = codec.parameters;
  return rest;
}

function sentParameters(wanted: RtpCodec, sent: RtpCodec): RtpCodec['parameters'] {
  if (wanted.mimeType.toLowerCase() !== 'audio/opus') return receivedParameters(wanted);
  return {
    minptime: 10,
    useinbandfec: 1,
    ...(sent.parameters['sprop-stereo'] === 1 && { stereo: 1, 'sprop-stereo': 1 }),
  };
}

/** The attribute lines of an accepted section that tell of its media. */
export function trackAttributes(
  track: AnsweredTrack,
): Pick<MediaDescription, 'payloads' | 'direction' | 'rtp' | 'fmtp'> & Partial<MediaDescription> {
  const fmtp = track.codecs.map((codec) => ({
    payload: codec.payloadType,
    config: Object.entries(codec.parameters)
      .map(([name, value]) => `${name}=${value}`)
      .join(';'),
  }));
  return {
    payloads: track.codecs.map(({ payloadType }) => payloadType).join(' '),
    direction: track.direction,
    rtp: track.codecs.map((codec) => ({
      payload: codec.payloadType,
      codec: codec.mimeType.replace(/^.*\//, ''),
      rate: codec.clockRate,
      ...(codec.channels !== undefined && codec.channels > 1 && { encoding: codec.channels }),
    })),
    fmtp: fmtp.filter(({ config }) => config !== ''),
    rtcpFb: track.codecs.flatMap((codec) =>
      codec.rtcpFeedback.map(({ type, parameter }) => ({
        payload: codec.payloadType,
        type,
        ...(parameter !== undefined && parameter !== '' && { subtype: parameter }),
      })),
    ),
    ext: track.headerExtensions.map(({ uri, id }) => ({ value: id, uri })),
    ...(track.rids.length > 0 && {
      rids: track.rids.map((id) => ({ id, direction: 'recv' })),
      // RFC 8853, section 5.3.2: the answer turns "send" into "recv" and keeps the order.
      simulcast: { dir1: 'recv', list1: track.rids.join(';') },
    }),
    ...(track.sent !== undefined && streamAttributes(track.sent)),
  };
}

function streamAttributes({
  streamId,
  trackId,
  cname,
  ssrcs,
}: NonNullable<AnsweredTrack['sent']>): Partial<MediaDescription> {
  return {
    msid: [{ id: streamId, appdata: trackId }],
    ...(ssrcs.length > 0 && {
      ssrcs: ssrcs.map((id) => ({ id, attribute: 'cname', value: cname })),
    }),
    ...(ssrcs.length === 2 && { ssrcGroups: [{ semantics: 'FID', ssrcs: ssrcs.join(' ') }] }),
  };
}

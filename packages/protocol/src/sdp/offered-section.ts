import { type MediaDescription, parseParams } from 'sdp-transform';
import type { MediaKind, RtcpFeedback, RtpCodec, RtpHeaderExtension } from './rtp-parameters.ts';
import { SdpError } from './sdp-error.ts';
import { readSimulcast } from './simulcast.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** One stream of an m-section that is named by its SSRC. */
export type OfferedStream = { readonly ssrc: number; readonly rtxSsrc?: number };

/** One m-section of an offer, with numbers and names in the types that RTP wants. */
export type OfferedSection = {
  /** `audio`, `video`, or another type that is answered with port 0 (`application`). */
  readonly kind: string;
  readonly mid: string;
  readonly protocol: string;
  /** The formats of the m-line as they stand there. */
  readonly formats: string;
  readonly direction: Direction;
  /** Not audio or video, or switched off by the offerer (RFC 3264, section 5.1). */
  readonly rejected: boolean;
  readonly rtcpMux: boolean;
  readonly rtcpReducedSize: boolean;
  /** In the offerer's order of preference. */
  readonly codecs: readonly RtpCodec[];
  readonly headerExtensions: readonly RtpHeaderExtension[];
  readonly streams: readonly OfferedStream[];
  readonly cname: string | undefined;
  /** Simulcast streams to be sent, in the offer's order; empty without simulcast. */
  readonly rids: readonly string[];
};

/** A section that carries a track. */
export type MediaSection = OfferedSection & { readonly kind: MediaKind };

/** Whether a section is audio or video and switched on. */
export function isMediaSection(section: OfferedSection): section is MediaSection {
  return !section.rejected;
}

/**
 * Reads one m-section.
 *
 * @param index its place among the offer's sections, which names it where it has no `a=mid`
 * @throws {SdpError} malformed, simulcast
 */
export function readSection(media: MediaDescription, index: number): OfferedSection {
  requireMediaLine(media, index);
  const kind = media.type;
  // A section at port 0 is off, unless it waits for its place in the bundle (RFC 8843, section 6).
  const off = media.port === 0 && !hasAttribute(media, 'bundle-only');
  return {
    kind,
    // The parser makes numbers of numerals; a mid is a token (RFC 5888, section 4).
    mid: String(media.mid ?? index),
    protocol: media.protocol,
    formats: String(media.payloads ?? ''),
    direction: media.direction ?? 'sendrecv',
    rejected: off || (kind !== 'audio' && kind !== 'video'),
    rtcpMux: media.rtcpMux !== undefined || hasAttribute(media, 'rtcp-mux-only'),
    rtcpReducedSize: media.rtcpRsize !== undefined,
    codecs: readCodecs(media),
    headerExtensions: readExtensions(media),
    streams: readStreams(media),
    cname: readCname(media),
    rids: readSimulcast(media),
  };
}

/** The parser leaves out what it can't read of an m-line, and the answer needs it all. */
function requireMediaLine({ type, port, protocol }: MediaDescription, index: number): void {
  if (/^\w+$/.test(String(type ?? '')) && typeof port === 'number' && protocol) return;
  throw SdpError.malformed(`The m-line of section ${index} could not be read.`);
}

function hasAttribute(media: MediaDescription, name: string): boolean {
  if (name === 'bundle-only' && 'bundleOnly' in media) return true;
  return (media.invalid ?? []).some(({ value }) => value === name);
}

/**
 * The codecs of a section, each payload type once: in time that grows with the section as it does, however many
 * lines of one kind there are.
 */
function readCodecs(media: MediaDescription): RtpCodec[] {
  const places = new Map<number, number>();
  for (const [place, payload] of String(media.payloads ?? '')
    .split(' ')
    .entries()) {
    if (!places.has(Number(payload))) places.set(Number(payload), place);
  }
  const placeOf = ({ payload }: { payload: number }): number => places.get(payload) ?? -1;
  const maps = firstOfEach(media.rtp);
  const formats = firstOfEach(media.fmtp);
  const feedback = readFeedback(media);
  return (
    [...maps.values()]
      // All video has one rate (RFC 3551, section 5), and is not forwarded with another.
      .filter(({ rate = 90_000 }) => rate === 90_000 || (media.type === 'audio' && rate > 0))
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map((line) => ({
        mimeType: `${media.type}/${line.codec}`,
        payloadType: line.payload,
        clockRate: line.rate ?? 90_000,
        ...(media.type === 'audio' && { channels: Number(line.encoding ?? 1) }),
        parameters: readParameters(String(formats.get(line.payload)?.config ?? '')),
        rtcpFeedback: [...(feedback.get(line.payload) ?? []), ...(feedback.get('*') ?? [])],
      }))
  );
}

/** By payload type; what counts is the first line. Others than 0 to 127 don't fit into RTP (RFC 3550, section 5.1). */
function firstOfEach<Line extends { payload: number }>(lines: readonly Line[]): Map<number, Line> {
  const found = new Map<number, Line>();
  for (const line of lines) {
    const { payload } = line;
    if (Number.isInteger(payload) && payload <= 127 && !found.has(payload)) {
      found.set(payload, line);
    }
  }
  return found;
}

/** By payload type, or "*" for all of them. */
function readFeedback(media: MediaDescription): Map<number | string, RtcpFeedback[]> {
  const found = new Map<number | string, RtcpFeedback[]>();
  for (const { payload, type, subtype } of media.rtcpFb ?? []) {
    if (type === undefined || String(type) === '') continue;
    // The parser makes numbers of numerals here too.
    const entry = { type: String(type), ...(subtype && { parameter: String(subtype) }) };
    const known = found.get(payload);
    if (known === undefined) found.set(payload, [entry]);
    else known.push(entry);
  }
  return found;
}

/** Parameter sets of H.264 and H.265 are the longest that are known, some hundred characters. */
const maxFormat = 4_096;

function readParameters(config: string): RtpCodec['parameters'] {
  if (config.length > maxFormat) {
    throw SdpError.tooLong(config.length, 'characters in an a=fmtp line', maxFormat);
  }
  const parameters: RtpCodec['parameters'] = {};
  for (const [name, value] of Object.entries(parseParams(config))) {
    // An all-digit profile (640028) must not become a number: it is hexadecimal (RFC 6184, section 8.1).
    if (value !== undefined) parameters[name] = name === 'profile-level-id' ? String(value) : value;
  }
  return parameters;
}

/** Each extension once, and each id; others than 1 to 255 don't fit into a header (RFC 8285, section 4.3). */
function readExtensions(media: MediaDescription): RtpHeaderExtension[] {
  const found = new Map<number, string>();
  const known = new Set<string>();
  for (const { uri, value } of media.ext ?? []) {
    if (!(value >= 1 && value <= 255) || found.has(value) || known.has(String(uri))) continue;
    found.set(value, String(uri));
    known.add(String(uri));
  }
  return [...found].map(([id, uri]) => ({ uri, id }));
}

function readStreams(media: MediaDescription): OfferedStream[] {
  const repairs = new Map<number, number>();
  for (const group of media.ssrcGroups ?? []) {
    const [ssrc = 0, rtxSsrc = 0] = String(group.ssrcs).split(' ').map(Number);
    if (group.semantics === 'FID' && isSsrc(ssrc) && isSsrc(rtxSsrc)) repairs.set(ssrc, rtxSsrc);
  }
  const repairing = new Set(repairs.values());
  const listed = new Set((media.ssrcs ?? []).map(({ id }) => Number(id)).filter(isSsrc));
  return [...listed]
    .filter((ssrc) => !repairing.has(ssrc))
    .map((ssrc) => {
      const rtxSsrc = repairs.get(ssrc);
      return { ssrc, ...(rtxSsrc !== undefined && { rtxSsrc }) };
    });
}

/** 32 bits (RFC 3550, section 5.1); 0 stands for none in too many places to be one. */
function isSsrc(ssrc: number): boolean {
  return Number.isInteger(ssrc) && ssrc >= 1 && ssrc < 2 ** 32;
}

function readCname(media: MediaDescription): string | undefined {
  const value = media.ssrcs?.find((line) => line.attribute === 'cname')?.value;
  return value === undefined ? undefined : String(value);
}

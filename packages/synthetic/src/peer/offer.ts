import type { OfferedCodec } from './codecs.ts';
import type { NumberedExtension } from './header-extensions.ts';
import type { LocalDescription } from './transport-description.ts';

/** One media description of an offer. */
export type OfferedMedia = {
  readonly kind: 'audio' | 'video';
  readonly mid: string;
  readonly direction: 'sendonly' | 'recvonly';
  readonly codecs: readonly OfferedCodec[];
  readonly extensions: readonly NumberedExtension[];
  /** A single stream's source, and that of its retransmissions. */
  readonly source?: { readonly ssrc: number; readonly rtxSsrc?: number };
  /** Simulcast stream ids in the order offered; then no sources are told (as browsers do). */
  readonly rids?: readonly string[];
};

/** An offer (RFC 8829) shaped like a browser's: one bundle, RTP and RTCP on one port, actpass. */
export function writeOffer(
  transport: LocalDescription,
  media: readonly OfferedMedia[],
  cname: string,
): string {
  const lines = [
    'v=0',
    `o=- ${Math.floor(Math.random() * 2 ** 48)} 2 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${media.map(({ mid }) => mid).join(' ')}`,
    'a=extmap-allow-mixed',
    'a=msid-semantic: WMS *',
    ...media.flatMap((section) => writeMedia(transport, section, cname)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function writeMedia(transport: LocalDescription, media: OfferedMedia, cname: string): string[] {
  const payloadTypes = media.codecs.map(({ payloadType }) => payloadType).join(' ');
  return [
    `m=${media.kind} 9 UDP/TLS/RTP/SAVPF ${payloadTypes}`,
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    ...transport.candidates.map((candidate) => `a=candidate:${candidate}`),
    `a=ice-ufrag:${transport.usernameFragment}`,
    `a=ice-pwd:${transport.password}`,
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${transport.fingerprint}`,
    'a=setup:actpass',
    `a=mid:${media.mid}`,
    ...media.extensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
    `a=${media.direction}`,
    ...(media.direction === 'sendonly' ? [`a=msid:${cname} ${media.kind}`] : []),
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...media.codecs.flatMap(writeCodec),
    ...writeSource(media, cname),
    ...writeRids(media),
  ];
}

function writeCodec({ payloadType, encoding, parameters, feedback }: OfferedCodec): string[] {
  return [
    `a=rtpmap:${payloadType} ${encoding}`,
    ...feedback.map((kind) => `a=rtcp-fb:${payloadType} ${kind}`),
    ...(parameters === '' ? [] : [`a=fmtp:${payloadType} ${parameters}`]),
  ];
}

function writeSource({ source }: OfferedMedia, cname: string): string[] {
  if (source === undefined) return [];
  const { ssrc, rtxSsrc } = source;
  if (rtxSsrc === undefined) return [`a=ssrc:${ssrc} cname:${cname}`];
  return [
    `a=ssrc-group:FID ${ssrc} ${rtxSsrc}`,
    `a=ssrc:${ssrc} cname:${cname}`,
    `a=ssrc:${rtxSsrc} cname:${cname}`,
  ];
}

/** RFC 8853 section 5.2. */
function writeRids({ rids }: OfferedMedia): string[] {
  if (rids === undefined) return [];
  return [...rids.map((rid) => `a=rid:${rid} send`), `a=simulcast:send ${rids.join(';')}`];
}

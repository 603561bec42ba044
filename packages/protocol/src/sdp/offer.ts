import { parse, type SessionDescription } from 'sdp-transform';
import { type OfferedSection, readSection } from './offered-section.ts';
import { SdpError } from './sdp-error.ts';

/** How the offerer takes part in the DTLS handshake (RFC 5763, section 5). */
export type DtlsSetup = 'actpass' | 'active' | 'passive';

export type Fingerprint = { algorithm: 'sha-256' | 'sha-384' | 'sha-512'; value: string };

/** More than this is not read. */
const maxLines = 2_000;
const maxSections = 100;

/** What an offer asks for, with every m-section in its place: an answer needs them all (RFC 3264, section 6). */
export type Offer = {
  readonly sections: readonly OfferedSection[];
  readonly fingerprints: readonly Fingerprint[];
  readonly setup: DtlsSetup;
  readonly ice: { readonly usernameFragment: string; readonly password: string };
};

/**
 * Reads an offer and checks what every WHIP and WHEP offer must have: media, ICE credentials, a fingerprint,
 * one BUNDLE group and RTCP on the same port (RFC 9725, section 4.4.1).
 *
 * @throws {SdpError} malformed, no-media, no-ice, no-fingerprint, not-bundled, rtcp-mux or too-many-tracks
 */
export function readOffer(text: string): Offer {
  const session = parseSession(text);
  const sections = session.media.map((media, index) => readSection(media, index));
  requireNames(sections);
  const used = sections.filter((section) => !section.rejected);
  if (used.length === 0) throw SdpError.noMedia();
  for (const kind of ['audio', 'video'] as const) {
    const count = used.filter((section) => section.kind === kind).length;
    if (count > 1) throw SdpError.tooManyTracks(kind, count);
  }
  requireBundle(session, used);
  requireStreams(used);
  for (const section of used) if (!section.rtcpMux) throw SdpError.rtcpMux(section.mid);
  return {
    sections,
    ice: readIce(session),
    fingerprints: readFingerprints(session),
    setup: readSetup(session),
  };
}

function parseSession(text: string): SessionDescription {
  // The parser skips what it doesn't know, so a web page would pass for an empty description.
  if (!/^v=0\r?\n/.test(text)) throw SdpError.malformed('The body does not start with "v=0".');
  // Browsers write some 300 lines. Each costs the parser time, in which the server does nothing else.
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > maxLines) throw SdpError.tooLong(lines.length, 'lines', maxLines);
  const sections = lines.filter((line) => line.startsWith('m=')).length;
  if (sections > maxSections) throw SdpError.tooLong(sections, 'sections', maxSections);
  try {
    return parse(text);
  } catch (cause) {
    throw SdpError.malformed('The body could not be read as SDP.', cause);
  }
}

/** An answer finds a section by its mid, so no two may share one (RFC 5888, section 4). */
function requireNames(sections: readonly OfferedSection[]): void {
  const known = new Set<string>();
  for (const { mid } of sections) {
    if (known.has(mid)) throw SdpError.malformed(`Two sections have the mid "${mid}".`);
    known.add(mid);
  }
}

function requireBundle(session: SessionDescription, used: readonly OfferedSection[]): void {
  if (used.length < 2) return;
  const bundled = new Set(
    (session.groups ?? [])
      .filter((group) => group.type === 'BUNDLE')
      .flatMap((group) => String(group.mids).split(' ')),
  );
  for (const section of used) if (!bundled.has(section.mid)) throw SdpError.notBundled(section.mid);
}

/** All sections are one RTP session, in which no two streams share an SSRC (RFC 3550, section 8). */
function requireStreams(used: readonly OfferedSection[]): void {
  const known = new Set<number>();
  for (const { ssrc, rtxSsrc } of used.flatMap(({ streams }) => streams)) {
    for (const own of rtxSsrc === undefined ? [ssrc] : [ssrc, rtxSsrc]) {
      if (known.has(own)) throw SdpError.malformed(`Two streams have the SSRC ${own}.`);
      known.add(own);
    }
  }
}

function readIce(session: SessionDescription): Offer['ice'] {
  for (const level of [session, ...session.media]) {
    if (level.iceUfrag !== undefined && level.icePwd !== undefined) {
      return { usernameFragment: String(level.iceUfrag), password: String(level.icePwd) };
    }
  }
  throw SdpError.noIce();
}

function readFingerprints(session: SessionDescription): Fingerprint[] {
  const found: Fingerprint[] = [];
  for (const level of [session, ...session.media]) {
    const algorithm = String(level.fingerprint?.type ?? '').toLowerCase();
    const value = String(level.fingerprint?.hash ?? '').toUpperCase();
    // SHA-1 is left out: RFC 8122, section 5.1 wants SHA-256 and better.
    if (algorithm !== 'sha-256' && algorithm !== 'sha-384' && algorithm !== 'sha-512') continue;
    if (!/^[0-9A-F]{2}(:[0-9A-F]{2})+$/.test(value)) continue;
    if (!found.some((known) => known.value === value)) found.push({ algorithm, value });
  }
  if (found.length === 0) throw SdpError.noFingerprint();
  return found;
}

function readSetup(session: SessionDescription): DtlsSetup {
  for (const level of [session, ...session.media]) {
    const setup = level.setup;
    if (setup === undefined) continue;
    if (setup === 'actpass' || setup === 'active' || setup === 'passive') return setup;
    throw SdpError.malformed(`a=setup:${setup} is none of actpass, active and passive.`);
  }
  return 'actpass';
}

import { type MediaDescription, type SessionDescription, write } from 'sdp-transform';
import { type AnsweredTrack, trackAttributes } from './answered-track.ts';
import type { DtlsSetup, Fingerprint, Offer } from './offer.ts';
import type { OfferedSection } from './offered-section.ts';

/** A host candidate of an ICE-lite server (RFC 8839, section 5.1). */
export type HostCandidate = {
  readonly foundation: string;
  readonly priority: number;
  readonly address: string;
  readonly protocol: 'udp' | 'tcp';
  readonly port: number;
  readonly tcpType?: 'passive';
};

/** The server's end of the one transport that all sections share. */
export type AnsweringTransport = {
  readonly ice: { readonly usernameFragment: string; readonly password: string };
  readonly candidates: readonly HostCandidate[];
  readonly fingerprints: readonly Fingerprint[];
};

export type Answer = {
  readonly offer: Offer;
  readonly transport: AnsweringTransport;
  /** By mid; a section without an entry is answered with port 0. */
  readonly tracks: ReadonlyMap<string, AnsweredTrack>;
  /** `o=` wants a number that is unlike others of the same origin (RFC 8866, section 5.2). */
  readonly sessionId: number;
};

/** The mid of the section that carries the transport of an answer: the first of the BUNDLE group. */
export function transportMid({ offer, tracks }: Pick<Answer, 'offer' | 'tracks'>): string {
  return offer.sections.find(({ mid }) => tracks.has(mid))?.mid ?? '';
}

/** The role in DTLS that answers an offer's. Of the two the server leaves the first flight to the client. */
export function answeringSetup(offered: DtlsSetup): 'active' | 'passive' {
  return offered === 'passive' ? 'active' : 'passive';
}

/** Writes the answer: every section of the offer in its place (RFC 3264, section 6), one BUNDLE, ICE lite. */
export function writeAnswer(answer: Answer): string {
  const { offer, tracks, transport } = answer;
  const accepted = offer.sections.filter(({ mid }) => tracks.has(mid));
  const session: SessionDescription = {
    version: 0,
    origin: {
      username: 'tallylight',
      sessionId: answer.sessionId,
      sessionVersion: 1,
      netType: 'IN',
      ipVer: 4,
      address: '0.0.0.0',
    },
    name: '-',
    timing: { start: 0, stop: 0 },
    icelite: 'ice-lite',
    extmapAllowMixed: 'extmap-allow-mixed',
    msidSemantic: { semantic: 'WMS', token: '*' },
    groups: [{ type: 'BUNDLE', mids: accepted.map(({ mid }) => mid).join(' ') }],
    media: offer.sections.map((section) => {
      const track = tracks.get(section.mid);
      return track === undefined
        ? refuse(section)
        : { ...accept(section, track), ...transportAttributes(offer, transport) };
    }),
  };
  return write(session);
}

function refuse(section: OfferedSection): MediaDescription {
  return {
    type: section.kind,
    port: 0,
    protocol: section.protocol,
    payloads: section.formats,
    connection: { version: 4, ip: '0.0.0.0' },
    mid: section.mid,
    direction: 'inactive',
    rtp: [],
    fmtp: [],
  };
}

function accept(section: OfferedSection, track: AnsweredTrack): MediaDescription {
  return {
    type: section.kind,
    // The discard port: the true one is in the candidates (RFC 8839, section 4.2.1.2).
    port: 9,
    protocol: section.protocol,
    connection: { version: 4, ip: '0.0.0.0' },
    mid: section.mid,
    rtcpMux: 'rtcp-mux',
    ...(section.rtcpReducedSize && { rtcpRsize: 'rtcp-rsize' as const }),
    ...trackAttributes(track),
  };
}

function transportAttributes(
  offer: Offer,
  transport: AnsweringTransport,
): Partial<MediaDescription> {
  const [fingerprint] = transport.fingerprints;
  return {
    iceUfrag: transport.ice.usernameFragment,
    icePwd: transport.ice.password,
    setup: answeringSetup(offer.setup),
    ...(fingerprint !== undefined && {
      fingerprint: { type: fingerprint.algorithm, hash: fingerprint.value },
    }),
    iceOptions,
    candidates: transport.candidates.map(candidateAttribute),
    endOfCandidates: 'end-of-candidates',
  };
}

/** RFC 8445, section 10: candidates may be paired as they come. No trickle: ours are all in the answer. */
export const iceOptions = 'ice2';

/** A candidate as an attribute of its section. */
export function candidateAttribute(candidate: HostCandidate) {
  return {
    foundation: candidate.foundation,
    component: 1,
    transport: candidate.protocol,
    priority: candidate.priority,
    ip: candidate.address,
    port: candidate.port,
    type: 'host',
    ...(candidate.tcpType !== undefined && { tcptype: candidate.tcpType }),
  };
}

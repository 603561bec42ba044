import { type AnsweringTransport, candidateAttribute, iceOptions } from './answer.ts';
import { SdpError } from './sdp-error.ts';

/** What a trickle fragment says (RFC 8840, section 9; RFC 9725, section 4.3). */
export type Fragment = {
  /** The sender's ICE credentials; null where it doesn't repeat them. */
  readonly ice: { readonly usernameFragment: string; readonly password: string | null } | null;
  readonly sections: readonly FragmentSection[];
  readonly endOfCandidates: boolean;
};

type FragmentSection = {
  /** Null for what stands before the first section. */
  readonly mid: string | null;
  /** Each as it stood after `a=candidate:`. */
  readonly candidates: readonly string[];
};

/** `application/trickle-ice-sdpfrag`, the media type of fragments (RFC 8840, section 10.1). */
export const fragmentContentType = 'application/trickle-ice-sdpfrag';

/**
 * Reads a fragment. What candidates it has is not judged: an address that can't be reached, one of another
 * family or transport, or a name in `.local` is dropped by who uses it (RFC 9725, section 4.3.1).
 *
 * @throws {SdpError} fragment
 */
export function readFragment(text: string): Fragment {
  const reader = new FragmentReader();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    // Firefox announces the end by a candidate without text, which Medooze's client passes on as a bare "a=".
    if (line !== '' && line !== 'a=') reader.line(line, index + 1);
  }
  return reader.end();
}

class FragmentReader {
  readonly #sections: { mid: string | null; candidates: string[] }[] = [
    { mid: null, candidates: [] },
  ];
  #usernameFragment: string | null = null;
  #password: string | null = null;
  #endOfCandidates = false;

  line(line: string, number: number): void {
    if (!/^[a-z]=./.test(line)) throw SdpError.fragment(`Line ${number} is "${shown(line)}".`);
    const [, name = '', value = ''] = /^a=([^:]+):?(.*)$/s.exec(line) ?? [];
    if (line.startsWith('m=')) {
      if (!/^m=\S+ \d+(\/\d+)? \S+/.test(line)) {
        throw SdpError.fragment(`Line ${number} is no media line: "${shown(line)}".`);
      }
      this.#sections.push({ mid: null, candidates: [] });
    } else if (name === 'mid') this.#section.mid = value;
    else if (name === 'ice-ufrag') this.#usernameFragment ??= value;
    else if (name === 'ice-pwd') this.#password ??= value;
    else if (name === 'candidate') this.#section.candidates.push(value);
    else if (name === 'end-of-candidates') this.#endOfCandidates = true;
  }

  end(): Fragment {
    const sections = this.#sections.filter(
      ({ mid, candidates }) => mid !== null || candidates.length > 0,
    );
    const usernameFragment = this.#usernameFragment;
    if (usernameFragment === null && sections.length === 0 && !this.#endOfCandidates) {
      throw SdpError.fragment('It has neither ICE credentials nor candidates.');
    }
    const ice = usernameFragment === null ? null : { usernameFragment, password: this.#password };
    return { ice, sections, endOfCandidates: this.#endOfCandidates };
  }

  get #section(): { mid: string | null; candidates: string[] } {
    const last = this.#sections.at(-1);
    if (last === undefined) throw new TypeError('There is always a section.');
    return last;
  }
}

/** Writes the answer to an ICE restart: our new credentials, and the candidates, which are the old ones. */
export function writeFragment({
  ice,
  candidates,
  mid,
}: Pick<AnsweringTransport, 'ice' | 'candidates'> & {
  /** The section that carries the transport: the first of the BUNDLE group. */
  readonly mid: string;
}): string {
  return [
    'a=ice-lite',
    `a=ice-options:${iceOptions}`,
    `a=ice-ufrag:${ice.usernameFragment}`,
    `a=ice-pwd:${ice.password}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    `a=mid:${mid}`,
    ...candidates.map((candidate) => `a=candidate:${candidateLine(candidate)}`),
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

function candidateLine(candidate: AnsweringTransport['candidates'][number]): string {
  const { foundation, component, transport, priority, ip, port, type, tcptype } =
    candidateAttribute(candidate);
  const line = `${foundation} ${component} ${transport} ${priority} ${ip} ${port} typ ${type}`;
  return tcptype === undefined ? line : `${line} tcptype ${tcptype}`;
}

function shown(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

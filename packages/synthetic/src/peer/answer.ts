import { SyntheticError } from '../errors.ts';
import type { RemoteDescription } from './transport-description.ts';

/** One payload type that an answer accepts. */
type AnsweredCodec = {
  readonly payloadType: number;
  /** Lower case: `opus`, `h264`, `rtx`. */
  readonly name: string;
  readonly clockRate: number;
  /** For `rtx`, the payload type that it repairs (RFC 4588 section 8.6). */
  readonly repairs: number | undefined;
};

/** One media description of an answer. */
export type AnsweredMedia = {
  readonly kind: string;
  readonly mid: string;
  /** False where the port is 0 or the direction `inactive`. */
  readonly accepted: boolean;
  readonly codecs: readonly AnsweredCodec[];
  /** Header extension numbers by URI. */
  readonly extensions: ReadonlyMap<string, number>;
  /** Sources the answerer sends, retransmissions included. */
  readonly ssrcs: readonly number[];
  /** From the source of retransmissions to the source that they repair. */
  readonly repairs: ReadonlyMap<number, number>;
  /** Stream ids that the answerer receives (RFC 8853 section 5.3.2). */
  readonly rids: readonly string[];
};

/** An SDP answer, as far as sending and receiving need it. */
export type Answer = {
  readonly transport: RemoteDescription;
  readonly media: readonly AnsweredMedia[];
};

/**
 * Reads an answer. Transport attributes may stand at session level or in any bundled section.
 *
 * @throws SyntheticError with reason `answer` where one that is needed is missing.
 */
export function readAnswer(sdp: string): Answer {
  const [session = [], ...sections] = splitSections(sdp);
  const media = sections.map(readMedia);
  const live = sections.find((_, index) => media[index]?.accepted);
  if (live === undefined) throw SyntheticError.answer('it accepts no media');
  return { transport: readTransport([...live, ...session], sections), media };
}

function splitSections(sdp: string): string[][] {
  const sections: string[][] = [[]];
  for (const line of sdp.split(/\r?\n/)) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections;
}

/** The values of all `a=name:value` lines. */
function attributes(lines: readonly string[], name: string): string[] {
  const prefix = `a=${name}:`;
  return lines
    .filter((line) => line.startsWith(prefix))
    .map((line) => line.slice(prefix.length).trim());
}

function readTransport(lines: readonly string[], sections: readonly string[][]): RemoteDescription {
  const required = (name: string): [string, ...string[]] => {
    const [first, ...more] = attributes(lines, name);
    if (first === undefined) throw SyntheticError.answer(`it has no a=${name}`);
    return [first, ...more];
  };
  const [setup] = required('setup');
  if (setup !== 'active' && setup !== 'passive') {
    throw SyntheticError.answer(`a=setup:${setup} is neither active nor passive`);
  }
  // Bundled sections may repeat the candidates or leave them to the first.
  const candidates = new Set(sections.flatMap((section) => attributes(section, 'candidate')));
  return {
    iceLite: lines.includes('a=ice-lite'),
    usernameFragment: required('ice-ufrag')[0],
    password: required('ice-pwd')[0],
    fingerprints: required('fingerprint').map((text) => {
      const [algorithm = '', value = ''] = text.split(' ');
      return { algorithm, value };
    }),
    setup,
    candidates: [...candidates],
  };
}

function readMedia(lines: readonly string[]): AnsweredMedia {
  const [kind = '', port = '0', , ...payloadTypes] = (lines[0] ?? '').slice(2).split(' ');
  const groups = attributes(lines, 'ssrc-group').map((text) => text.split(' '));
  const repairs = groups
    .filter(([semantics]) => semantics === 'FID')
    .map(([, ssrc, rtx]) => [Number(rtx), Number(ssrc)] as const);
  const extensions = attributes(lines, 'extmap').map((text) => {
    const [id = '', uri = ''] = text.split(' ');
    return [uri, Number.parseInt(id, 10)] as const;
  });
  return {
    kind,
    mid: attributes(lines, 'mid')[0] ?? '',
    accepted: port !== '0' && !lines.includes('a=inactive'),
    codecs: payloadTypes.flatMap((payloadType) => readCodec(lines, payloadType)),
    extensions: new Map(extensions),
    ssrcs: [...new Set(attributes(lines, 'ssrc').map((text) => Number.parseInt(text, 10)))],
    repairs: new Map(repairs),
    rids: attributes(lines, 'rid').flatMap((text) => {
      const [rid = '', direction] = text.split(' ');
      return direction === 'recv' ? [rid] : [];
    }),
  };
}

function readCodec(lines: readonly string[], payloadType: string): AnsweredCodec[] {
  const of = (name: string): string | undefined =>
    attributes(lines, name)
      .find((text) => text.startsWith(`${payloadType} `))
      ?.slice(payloadType.length + 1);
  const [name, clockRate] = (of('rtpmap') ?? '').split('/');
  if (name === undefined || clockRate === undefined) return [];
  const apt = /(?:^|;)\s*apt=(\d+)/.exec(of('fmtp') ?? '')?.[1];
  return [
    {
      payloadType: Number(payloadType),
      name: name.toLowerCase(),
      clockRate: Number(clockRate),
      repairs: apt === undefined ? undefined : Number(apt),
    },
  ];
}

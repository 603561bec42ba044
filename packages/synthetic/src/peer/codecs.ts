import { SyntheticError } from '../errors.ts';

/** A codec as a media description offers it. */
export type OfferedCodec = {
  readonly payloadType: number;
  /** Encoding name, clock rate, and channels where there are several: `opus/48000/2`. */
  readonly encoding: string;
  /** Format parameters, empty for none. */
  readonly parameters: string;
  /** RTCP feedback, such as `nack pli`. */
  readonly feedback: readonly string[];
};

/** An H.264 profile as SDP names it (RFC 6184 section 8.1). */
export type H264Profile = '42001f' | '42e01f' | '4d001f' | '64001f';

/** Each profile's payload type and that of its retransmissions, as Chromium numbers them. */
const h264PayloadTypes = {
  '42001f': [102, 103],
  '42e01f': [108, 109],
  '4d001f': [116, 117],
  '64001f': [127, 125],
} as const satisfies Record<H264Profile, readonly [number, number]>;

/** The profiles in the order a viewer prefers them. */
export const h264Profiles: readonly H264Profile[] = ['42001f', '42e01f', '4d001f', '64001f'];

/**
 * The profile of that name.
 *
 * @throws SyntheticError with reason `usage` for any other text.
 */
export function parseH264Profile(text: string): H264Profile {
  const profile = h264Profiles.find((known) => known === text.toLowerCase());
  if (profile !== undefined) return profile;
  throw SyntheticError.usage(`${text} is no profile; there are ${h264Profiles.join(', ')}`);
}

/** Opus as browsers offer it (RFC 7587 section 7). */
export const opusCodec: OfferedCodec = {
  payloadType: 111,
  encoding: 'opus/48000/2',
  parameters: 'minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1',
  feedback: ['transport-cc'],
};

/** H.264 of a profile in packetization mode 1, and its retransmission format. */
export function h264Codecs(profile: H264Profile): OfferedCodec[] {
  const [payloadType, rtxPayloadType] = h264PayloadTypes[profile];
  return withRetransmission({
    payloadType,
    rtxPayloadType,
    encoding: 'H264/90000',
    parameters: `level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=${profile}`,
  });
}

/** A codec of pictures, and the format of its retransmissions (RFC 4588). */
function withRetransmission(codec: {
  payloadType: number;
  rtxPayloadType: number;
  encoding: string;
  parameters: string;
}): OfferedCodec[] {
  const { rtxPayloadType, ...offered } = codec;
  return [
    { ...offered, feedback: ['goog-remb', 'transport-cc', 'ccm fir', 'nack', 'nack pli'] },
    {
      payloadType: rtxPayloadType,
      encoding: 'rtx/90000',
      parameters: `apt=${offered.payloadType}`,
      feedback: [],
    },
  ];
}

/** VP8 (RFC 7741) as Chromium numbers it. */
export const vp8Codecs: readonly OfferedCodec[] = withRetransmission({
  payloadType: 96,
  rtxPayloadType: 97,
  encoding: 'VP8/90000',
  parameters: '',
});

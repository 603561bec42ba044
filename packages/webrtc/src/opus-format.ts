import { type FormatParameter, payloadTypesOf, setFormat } from './format-line.ts';

/** What an opus format line shall say (RFC 7587, section 6.1). */
export type OpusWishes = {
  /** Two channels, both to be received and to be sent. */
  readonly stereo: boolean;
  /** Ceiling of the bitrate in bit/s; absent leaves it to the encoder. */
  readonly bitsPerS?: number;
};

/**
 * Writes wishes into the format line of opus in a session description; in-band FEC is always wished.
 *
 * Browsers play and send one channel unless these lines say otherwise: those of the offer for what is
 * received, those of the answer for what is sent. They have no other interface for it.
 */
export function withOpusWishes(sdp: string, wishes: OpusWishes): string {
  const parameters: FormatParameter[] = [
    ['stereo', wishes.stereo ? 1 : 0],
    ['sprop-stereo', wishes.stereo ? 1 : 0],
    ['useinbandfec', 1],
  ];
  if (wishes.bitsPerS !== undefined) parameters.push(['maxaveragebitrate', wishes.bitsPerS]);
  return setFormat(sdp, payloadTypesOf(sdp, 'opus/48000/2'), parameters);
}

import { BitReader } from './bit-reader.ts';

/** A NAL unit of which at least the beginning is in a packet. */
export type NalStart = {
  readonly type: number;
  /** From the header byte on, as far as the packet has it. */
  readonly bytes: Uint8Array;
};

export const nalTypes = { slice: 1, idr: 5, sps: 7 } as const;

const stapA = 24;
const fuA = 28;

/** The NAL units that begin in an RTP payload (RFC 6184, sections 5.6 to 5.8). */
export function* nalStarts(payload: Uint8Array): Generator<NalStart> {
  const type = (payload[0] ?? 0) & 0x1f;
  if (type >= 1 && type <= 23) yield { type, bytes: payload };
  else if (type === stapA) yield* aggregated(payload);
  else if (type === fuA && ((payload[1] ?? 0) & 0x80) !== 0) {
    // The header byte is spread over indicator and fragment header; what follows needs only its place.
    yield { type: (payload[1] ?? 0) & 0x1f, bytes: payload.subarray(1) };
  }
}

function* aggregated(payload: Uint8Array): Generator<NalStart> {
  for (let at = 1; at + 3 <= payload.length; ) {
    const size = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
    const bytes = payload.subarray(at + 2, at + 2 + size);
    if (bytes.length === 0) return;
    yield { type: (bytes[0] ?? 0) & 0x1f, bytes };
    at += 2 + size;
  }
}

/** Whether a slice (NAL type 1 or 5) is bidirectional, by its header's slice_type (H.264, section 7.4.3). */
export function isBSlice({ bytes }: NalStart): boolean {
  const bits = new BitReader(bytes.subarray(1, 12));
  bits.unsigned(); // first_mb_in_slice
  return bits.unsigned() % 5 === 1;
}

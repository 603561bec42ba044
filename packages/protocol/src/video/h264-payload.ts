/** A NAL unit of H.264, or a fragment of one, in an RTP packet. */
export type NalPiece = {
  /** nal_unit_type (ITU-T H.264, table 7-1). */
  readonly type: number;
  /** nal_ref_idc: 0 for a picture that no other refers to. */
  readonly refIdc: number;
  /** Whether the NAL unit begins here; false for a fragment further on. */
  readonly begins: boolean;
  /**
   * A view of the packet from the unit's header byte on. A fragment has its own header in that
   * place, whose lower five bits are the type too.
   */
  readonly bytes: Uint8Array;
};

/** NAL unit types that matter for inspecting a stream (ITU-T H.264, table 7-1). */
export const nalTypes = {
  slice: 1,
  partitionA: 2,
  idr: 5,
  sei: 6,
  sps: 7,
  pps: 8,
  delimiter: 9,
} as const;

/** The `nal_unit_type` of a NAL unit. */
export function nalTypeOf(nal: Uint8Array): number {
  return (nal[0] ?? 0) & 0x1f;
}

/** Payload structures of RFC 6184, section 5.2. */
export const stapA = 24;
export const fuA = 28;

/**
 * Calls `visit` for each NAL unit in an RTP payload of packetization mode 0 or 1 (RFC 6184, sections
 * 5.6, 5.7.1 and 5.8), as far as the lengths add up. The structures of interleaved mode are passed
 * over: WebRTC has none.
 */
export function walkNals(payload: Uint8Array, visit: (nal: NalPiece) => void): void {
  const header = payload[0] ?? 0;
  // forbidden_zero_bit: whoever sets it knows that the unit is damaged (RFC 6184, section 1.3).
  if ((header & 0x80) !== 0) return;
  const type = header & 0x1f;
  if (type === stapA) walkAggregate(payload, visit);
  else if (type === fuA) visitFragment(payload, visit);
  else if (type > 0 && type < stapA) {
    visit({ type, refIdc: header >> 5, begins: true, bytes: payload });
  }
}

function walkAggregate(payload: Uint8Array, visit: (nal: NalPiece) => void): void {
  for (let at = 1; at + 2 < payload.length; ) {
    const size = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
    const end = at + 2 + size;
    if (end > payload.length) return;
    const header = payload[at + 2] ?? 0;
    if (size > 0 && (header & 0x80) === 0) {
      const bytes = payload.subarray(at + 2, end);
      visit({ type: header & 0x1f, refIdc: header >> 5, begins: true, bytes });
    }
    at = end;
  }
}

function visitFragment(payload: Uint8Array, visit: (nal: NalPiece) => void): void {
  if (payload.length < 2) return;
  const indicator = payload[0] ?? 0;
  const header = payload[1] ?? 0;
  visit({
    type: header & 0x1f,
    refIdc: indicator >> 5,
    begins: (header & 0x80) !== 0,
    bytes: payload.subarray(1),
  });
}

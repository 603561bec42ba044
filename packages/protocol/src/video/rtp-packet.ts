/** An RTP packet (RFC 3550, section 5.1) as far as looking into its payload needs it. */
export type RtpPacket = {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits, wraps around. */
  readonly sequence: number;
  /** In ticks of the stream's clock, 32 bits, wraps around. */
  readonly timestamp: number;
  readonly ssrc: number;
  /**
   * A view of the bytes between header and padding. Empty in packets that only probe for bandwidth.
   */
  readonly payload: Uint8Array;
};

/** Where the parts of a packet lie, in bytes from its beginning. */
type RtpLayout = {
  /** After the CSRCs: the payload, or the header extension where there is one. */
  readonly extensionAt: number;
  readonly payloadAt: number;
  /** Where the padding begins, or the packet ends. */
  readonly endAt: number;
};

const fixedHeaderSize = 12;

/** Reads a packet; null where it is no RTP of version 2 or its lengths don't add up. */
export function readRtpPacket(bytes: Uint8Array): RtpPacket | null {
  const layout = readRtpLayout(bytes);
  if (layout === null) return null;
  const second = bytes[1] ?? 0;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: uint16(bytes, 2),
    timestamp: uint32(bytes, 4),
    ssrc: uint32(bytes, 8),
    payload: bytes.subarray(layout.payloadAt, layout.endAt),
  };
}

/**
 * The payload of the header extension element numbered `id`, a view of the packet's bytes; of
 * several the first. Null where there is none, and where the packet or the extension is malformed.
 * Reads elements with one-byte and two-byte headers (RFC 8285, sections 4.2 and 4.3).
 *
 * @param bytes a whole RTP packet
 */
export function readHeaderExtension(bytes: Uint8Array, id: number): Uint8Array | null {
  const layout = readRtpLayout(bytes);
  if (layout === null || layout.extensionAt === layout.payloadAt) return null;
  const profile = uint16(bytes, layout.extensionAt);
  const isOneByte = profile === 0xbede;
  if (!isOneByte && profile >> 4 !== 0x100) return null;
  const end = layout.payloadAt;
  for (let at = layout.extensionAt + 4; at < end; ) {
    const first = bytes[at++] ?? 0;
    // A zero is padding between elements, also where it would be an id (section 4.1.2).
    if (first === 0) continue;
    const found = isOneByte ? first >> 4 : first;
    // Section 4.2: nothing after an element numbered 15 is to be read.
    if (isOneByte && found === 15) return null;
    const size = isOneByte ? (first & 0x0f) + 1 : (bytes[at++] ?? 0);
    if (at + size > end) return null;
    if (found === id) return bytes.subarray(at, at + size);
    at += size;
  }
  return null;
}

function readRtpLayout(bytes: Uint8Array): RtpLayout | null {
  const first = bytes[0] ?? 0;
  if (bytes.length < fixedHeaderSize || first >> 6 !== 2) return null;
  const extensionAt = fixedHeaderSize + (first & 0x0f) * 4;
  let payloadAt = extensionAt;
  if ((first & 0x10) !== 0) {
    if (bytes.length < extensionAt + 4) return null;
    payloadAt += 4 + uint16(bytes, extensionAt + 2) * 4;
  }
  let endAt = bytes.length;
  if ((first & 0x20) !== 0) {
    // The last byte counts the padding, itself included.
    const padding = bytes[bytes.length - 1] ?? 0;
    if (padding === 0) return null;
    endAt -= padding;
  }
  return endAt < payloadAt ? null : { extensionAt, payloadAt, endAt };
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 0x1_0000 + uint16(bytes, at + 2);
}

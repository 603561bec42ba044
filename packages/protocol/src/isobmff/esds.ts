/** Tags of ISO/IEC 14496-1, section 7.2.2.1. */
const esTag = 3;
const decoderConfigTag = 4;
const decoderSpecificTag = 5;

/**
 * The audio object type that an `esds` box tells: 2 for AAC-LC (ISO/IEC 14496-3, section 1.5.1).
 *
 * @param esds the box's payload, version and flags included
 * @returns null where it is damaged or no AAC
 */
export function readAudioObjectType(esds: Uint8Array): number | null {
  const stream = findDescriptor(esds.subarray(4), esTag);
  const flags = stream?.[2];
  if (stream === null || flags === undefined) return null;
  let at = 3;
  if ((flags & 0x80) !== 0) at += 2; // dependsOn_ES_ID
  if ((flags & 0x40) !== 0) at += 1 + (stream[at] ?? 0); // URL
  if ((flags & 0x20) !== 0) at += 2; // OCR_ES_Id
  const config = findDescriptor(stream.subarray(at), decoderConfigTag);
  if (config?.[0] !== 0x40) return null;
  const specific = findDescriptor(config.subarray(13), decoderSpecificTag);
  const [first, second] = specific ?? [];
  if (first === undefined) return null;
  const type = first >> 3;
  if (type !== 31) return type;
  return second === undefined ? null : 32 + ((first & 7) << 3) + (second >> 5);
}

/** The body of the first descriptor with that tag, of those side by side; cut where the bytes end. */
function findDescriptor(bytes: Uint8Array, tag: number): Uint8Array | null {
  for (let at = 0; at < bytes.length; ) {
    const found = bytes[at++];
    let size = 0;
    // Section 8.3.3: seven bits a byte, four bytes at most.
    for (let count = 0; count < 4; count++) {
      const byte = bytes[at++] ?? 0;
      size = size * 128 + (byte & 0x7f);
      if (byte < 0x80) break;
    }
    if (found === tag) return bytes.subarray(at, at + size);
    at += size;
  }
  return null;
}

/** One RTP packet as a test wants it. */
export type WrittenPacket = {
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
  readonly marker?: boolean;
  readonly csrcs?: number;
  /** Header extension: its profile and its bytes, padded to words here. */
  readonly extension?: { readonly profile: number; readonly bytes: readonly number[] };
  /** Bytes of padding, its count included. */
  readonly padding?: number;
};

/** Writes a packet (RFC 3550, section 5.1) of payload type 96 and SSRC 0x89abcdef. */
export function writeRtp(packet: WrittenPacket): Uint8Array {
  const { sequence, timestamp, payload, csrcs = 0, extension, padding = 0 } = packet;
  const words = extension === undefined ? 0 : Math.ceil(extension.bytes.length / 4);
  const extensionSize = extension === undefined ? 0 : 4 + words * 4;
  const payloadAt = 12 + csrcs * 4 + extensionSize;
  const bytes = new Uint8Array(payloadAt + payload.length + padding);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80 | (padding > 0 ? 0x20 : 0) | (extension ? 0x10 : 0) | csrcs);
  view.setUint8(1, 96 | (packet.marker === true ? 0x80 : 0));
  view.setUint16(2, sequence & 0xffff);
  view.setUint32(4, timestamp >>> 0);
  view.setUint32(8, 0x89ab_cdef);
  if (extension !== undefined) {
    view.setUint16(12 + csrcs * 4, extension.profile);
    view.setUint16(14 + csrcs * 4, words);
    bytes.set(extension.bytes, 16 + csrcs * 4);
  }
  bytes.set(payload, payloadAt);
  if (padding > 0) view.setUint8(bytes.length - 1, padding);
  return bytes;
}

/** One picture: its NAL units, or the frame of another codec alone; and its time in 90 kHz. */
export type TimedPicture = { readonly units: readonly Uint8Array[]; readonly timestamp: number };

/** The packets of H.264 pictures (RFC 6184), their sequence numbers from `sequence` on. */
export function writeH264(pictures: readonly TimedPicture[], sequence = 0): Uint8Array[] {
  return writePictures(pictures, sequence, h264Payloads);
}

/** The packets of VP8 frames (RFC 7741) with the shortest payload descriptor. */
export function writeVp8(pictures: readonly TimedPicture[], sequence = 0): Uint8Array[] {
  return writePictures(pictures, sequence, (units) =>
    units.flatMap((frame) =>
      pieces(frame).map((piece, index) => Uint8Array.of(index === 0 ? 0x10 : 0, ...piece)),
    ),
  );
}

function writePictures(
  pictures: readonly TimedPicture[],
  sequence: number,
  payloadsOf: (units: readonly Uint8Array[]) => Uint8Array[],
): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (const { units, timestamp } of pictures) {
    const payloads = payloadsOf(units);
    payloads.forEach((payload, index) => {
      const marker = index === payloads.length - 1;
      packets.push(writeRtp({ sequence: sequence + packets.length, timestamp, payload, marker }));
    });
  }
  return packets;
}

/** Parameter sets in one STAP-A, what is small alone, what is large in FU-A. */
function h264Payloads(units: readonly Uint8Array[]): Uint8Array[] {
  const isSet = (unit: Uint8Array): boolean => [7, 8].includes((unit[0] ?? 0) & 0x1f);
  const sets = units.filter(isSet);
  const aggregate = sets.flatMap((unit) => [unit.length >> 8, unit.length & 0xff, ...unit]);
  return [
    ...(sets.length === 0 ? [] : [Uint8Array.of(0x78, ...aggregate)]),
    ...units.filter((unit) => !isSet(unit)).flatMap(fragments),
  ];
}

function fragments(unit: Uint8Array): Uint8Array[] {
  const header = unit[0] ?? 0;
  const parts = pieces(unit.subarray(1));
  if (parts.length < 2) return [unit];
  return parts.map((part, index) => {
    const ends = (index === 0 ? 0x80 : 0) | (index === parts.length - 1 ? 0x40 : 0);
    return Uint8Array.of((header & 0xe0) | 28, ends | (header & 0x1f), ...part);
  });
}

/** Small, so that short recordings have fragments too. */
const largestPiece = 200;

function pieces(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / largestPiece) }, (_, index) =>
    bytes.subarray(index * largestPiece, (index + 1) * largestPiece),
  );
}

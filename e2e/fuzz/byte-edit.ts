import fc from 'fast-check';

/** One change of a text's bytes. Places are counted round, so that each change fits each text. */
export type ByteEdit = (bytes: Buffer) => Buffer;

/** Flips, cuts, inserts, other ends of lines: what a broken line or a hostile client makes of a text. */
export function byteEdit(): fc.Arbitrary<ByteEdit> {
  const place = fc.nat(20_000);
  return fc.oneof(
    fc.tuple(place, fc.nat(7)).map(([at, bit]) => flip(at, bit)),
    fc.tuple(place, fc.integer({ min: 1, max: 200 })).map(([at, length]) => cut(at, length)),
    fc
      .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 12 }))
      .map(([at, more]) => insert(at, more)),
    place.map(
      (at): ByteEdit =>
        (bytes) =>
          bytes.subarray(0, at % (bytes.length + 1)),
    ),
    fc.constantFrom('\n', '\r', '\r\r\n', '\n\r', '\r\n\r\n', '\u2028', '\u0000', ' \r\n').map(
      (end): ByteEdit =>
        (bytes) =>
          Buffer.from(bytes.toString().replaceAll(/\r?\n/g, end)),
    ),
  );
}

/** Bytes without sense, up to so many: of all values, of one, or lines of letters. */
export function garbage(maxBytes: number): fc.Arbitrary<Buffer> {
  const start = fc.constantFrom('', 'v=0\r\n', 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=');
  return fc
    .tuple(start, fc.integer({ min: 1, max: maxBytes }), fc.nat(), fc.constantFrom(256, 1, 32))
    .map(([head, length, seed, values]) => {
      const bytes = Buffer.alloc(length);
      let state = seed;
      for (let at = 0; at < length; at++) {
        // A linear congruential generator (Knuth's MMIX in 32 bits is enough): garbage need not be drawn byte by byte.
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        const value = (state >>> 16) % values;
        bytes[at] = values === 32 ? (value === 0 ? 10 : 60 + value) : (value + seed) & 0xff;
      }
      return Buffer.concat([Buffer.from(head), bytes]).subarray(0, maxBytes);
    });
}

function flip(at: number, bit: number): ByteEdit {
  return (bytes) => {
    const copy = Buffer.from(bytes);
    const index = at % Math.max(bytes.length, 1);
    copy[index] = (copy[index] ?? 0) ^ (1 << bit);
    return copy;
  };
}

function cut(at: number, length: number): ByteEdit {
  return (bytes) => {
    const start = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)]);
  };
}

function insert(at: number, more: Uint8Array): ByteEdit {
  return (bytes) => {
    const start = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), more, bytes.subarray(start)]);
  };
}

/** The form of CMAF (ISO/IEC 23000-19) around bytes of no meaning: what an origin sees of media. */

/** An initialization segment: `ftyp` with a CMAF brand, and an empty `moov`. */
export function initBytes(): Uint8Array {
  return concat([box('ftyp', text('cmfc\0\0\0\0cmfciso6')), box('moov', new Uint8Array())]);
}

/**
 * A chunk: `moof` and `mdat`.
 *
 * @param sequence its number, in `mfhd`
 */
export function chunkBytes(sequence: number, size: number): Uint8Array {
  const header = new Uint8Array(8);
  new DataView(header.buffer).setUint32(4, sequence);
  const moof = box('moof', box('mfhd', header));
  const filling = new Uint8Array(Math.max(0, size - moof.length - boxHeaderBytes));
  for (let index = 0; index < filling.length; index += 1) filling[index] = index * sequence;
  return concat([moof, box('mdat', filling)]);
}

const boxHeaderBytes = 8;

function box(type: string, content: Uint8Array): Uint8Array {
  const header = new Uint8Array(boxHeaderBytes);
  new DataView(header.buffer).setUint32(0, boxHeaderBytes + content.length);
  header.set(text(type), 4);
  return concat([header, content]);
}

function text(characters: string): Uint8Array {
  return new TextEncoder().encode(characters);
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

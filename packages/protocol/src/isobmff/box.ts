import { latin1, readU64, u32, viewOf } from './big-endian.ts';

/** A box of ISO/IEC 14496-12, section 4.2. Its payload is a view into what it was read from. */
export type Box = {
  /** Four characters, each one byte. */
  readonly type: string;
  /** Where it begins in what it was read from, in bytes. */
  readonly start: number;
  /** In bytes, header included. */
  readonly size: number;
  /** What follows size and type; with a full box, its version and flags come first. */
  readonly payload: Uint8Array;
};

export type BoxHeader = {
  readonly type: string;
  /** In bytes, header included; null where the box goes on to the end of the file. */
  readonly size: number | null;
  readonly headerSize: number;
};

/** The most that a header has before the payload: size, type, and the size in 64 bits. */
export const longestBoxHeader = 16;

/**
 * Reads the header of the box that begins at `at`.
 *
 * @returns null where it is cut off; a size below the header's own is damage, and is told as it stands
 */
export function readBoxHeader(bytes: Uint8Array, at = 0): BoxHeader | null {
  if (at + 8 > bytes.length) return null;
  const view = viewOf(bytes);
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  const size = view.getUint32(at);
  if (size === 0) return { type, size: null, headerSize: 8 };
  if (size !== 1) return { type, size, headerSize: 8 };
  if (at + longestBoxHeader > bytes.length) return null;
  return { type, size: readU64(view, at + 8), headerSize: longestBoxHeader };
}

/** The boxes that lie side by side in `bytes`, as far as they are whole. Never throws. */
export function readBoxes(bytes: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let start = 0; start < bytes.length; ) {
    const header = readBoxHeader(bytes, start);
    if (header === null) break;
    const size = header.size ?? bytes.length - start;
    if (size < header.headerSize || start + size > bytes.length) break;
    const payload = bytes.subarray(start + header.headerSize, start + size);
    boxes.push({ type: header.type, start, size, payload });
    start += size;
  }
  return boxes;
}

/** The first box on a path of types, such as `moov`, `trak`, `mdia`. Null where there is none. */
export function findBox(bytes: Uint8Array, ...path: readonly string[]): Box | null {
  let within = bytes;
  let found: Box | null = null;
  for (const type of path) {
    found = readBoxes(within).find((box) => box.type === type) ?? null;
    if (found === null) return null;
    within = found.payload;
  }
  return found;
}

/** Writes a box around its parts, which are bytes or lists of bytes. */
export function writeBox(type: string, ...parts: readonly ArrayLike<number>[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  const bytes = new Uint8Array(size);
  bytes.set([...u32(size), ...latin1(type)]);
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A box that begins with a version and 24 bits of flags. */
export function writeFullBox(
  type: string,
  version: number,
  flags: number,
  ...parts: readonly ArrayLike<number>[]
): Uint8Array {
  return writeBox(type, u32(version * 2 ** 24 + flags), ...parts);
}

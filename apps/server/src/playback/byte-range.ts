/** Bytes from `first` to `last`, both included. */
export type ByteRange = { readonly first: number; readonly last: number };

/**
 * Reads a Range header for something of `size` bytes (RFC 9110, section 14.2).
 *
 * @returns null where all of it is to be sent: no header, one that is not understood, or several ranges;
 *   'unsatisfiable' where the range has none of the bytes
 */
export function readRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return null;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return null;
  return first >= size ? 'unsatisfiable' : { first, last };
}

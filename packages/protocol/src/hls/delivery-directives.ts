/** What a player asks of a playlist by its query (draft-pantos-hls-rfc8216bis-22, section 6.2.5). */
export type DeliveryDirectives = {
  /** `_HLS_msn`: not before this media sequence number is in it; null: as it is now. */
  readonly msn: number | null;
  /** `_HLS_part`: not before this part of it is; null: not before all of it is. */
  readonly part: number | null;
  /** `_HLS_skip`: a delta update will do. */
  readonly skip: boolean;
};

export type DirectivesFault =
  /** Given more than once. */
  | 'repeated'
  /** No decimal integer: signs, fractions, letters, nothing at all. */
  | 'not-a-number'
  /** More digits than any playlist comes to. */
  | 'too-long'
  /** `_HLS_part` needs `_HLS_msn`. */
  | 'part-without-msn'
  /** `_HLS_skip` is neither `YES` nor `v2`. */
  | 'skip-unknown';

export type ReadDirectives =
  | { readonly directives: DeliveryDirectives }
  | { readonly fault: DirectivesFault; readonly name: string };

const names: ReadonlySet<string> = new Set(['_HLS_msn', '_HLS_part', '_HLS_skip']);

/** A media sequence number of more digits would take longer than the sun has. */
const mostDigits = 15;

/**
 * Reads the delivery directives of a query; other parameters are none of its business.
 *
 * @param query its names and values, decoded: `URLSearchParams` is such a list
 */
export function readDirectives(query: Iterable<readonly [string, string]>): ReadDirectives {
  const given = new Map<string, string>();
  for (const [name, value] of query) {
    if (!names.has(name)) continue;
    if (given.has(name)) return { fault: 'repeated', name };
    given.set(name, value);
  }
  const numbers: (number | null)[] = [];
  for (const name of ['_HLS_msn', '_HLS_part']) {
    const text = given.get(name);
    if (text !== undefined && !/^[0-9]+$/.test(text)) return { fault: 'not-a-number', name };
    if (text !== undefined && text.length > mostDigits) return { fault: 'too-long', name };
    numbers.push(text === undefined ? null : Number(text));
  }
  const [msn = null, part = null] = numbers;
  if (part !== null && msn === null) return { fault: 'part-without-msn', name: '_HLS_part' };
  const skip = given.get('_HLS_skip');
  if (skip !== undefined && skip !== 'YES' && skip !== 'v2') {
    return { fault: 'skip-unknown', name: '_HLS_skip' };
  }
  return { directives: { msn, part, skip: skip !== undefined } };
}

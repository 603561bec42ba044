/**
 * A moment as a field of type datetime-local has it, in this machine's own zone (HTML, "valid local date and time
 * string"): `2026-11-21T20:00`.
 *
 * @param ms since 1970
 */
export function localTimeText(ms: number): string {
  const date = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, '0');
  const year = String(date.getFullYear()).padStart(4, '0');
  const day = `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment that such a text means here, in ms since 1970; null where it means none. */
export function localTimeMs(text: string): number | null {
  // Without a zone a date with a time is local (ECMAScript, Date Time String Format).
  const ms = /T\d/.test(text) ? new Date(text).getTime() : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

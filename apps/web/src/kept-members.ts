/**
 * The members of what a browser kept for us; none where it is no object. It is another version's, or another
 * program's, until each member is looked at.
 */
export function keptMembers(kept: unknown): Readonly<Record<string, unknown>> {
  return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
}

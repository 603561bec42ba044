/** One entry of a report of `RTCPeerConnection.getStats()` (W3C webrtc-stats), its members unchecked. */
export type StatsEntry = {
  readonly id: string;
  readonly type: string;
  /** In ms since 1970. */
  readonly timestamp: number;
} & Readonly<Record<string, unknown>>;

/** A member that is a number; null when the browser does not report it. */
export function readNumber(entry: StatsEntry | undefined, member: string): number | null {
  const value = entry?.[member];
  return typeof value === 'number' ? value : null;
}

/** A member that is text; null when the browser does not report it. */
export function readText(entry: StatsEntry | undefined, member: string): string | null {
  const value = entry?.[member];
  return typeof value === 'string' ? value : null;
}

/** The pair of candidates that carries the media now. */
export function findSelectedPair(entries: readonly StatsEntry[]): StatsEntry | undefined {
  const transport = entries.find(({ type }) => type === 'transport');
  const selected = transport && readText(transport, 'selectedCandidatePairId');
  return (
    entries.find(({ type, id }) => type === 'candidate-pair' && id === selected) ??
    entries.find((entry) => entry.type === 'candidate-pair' && entry['nominated'] === true)
  );
}

/** A time in seconds, as the standard reports them, in ms. */
export function toMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

/** How this machine's clock stands to the server's. */
export type ClockReading = {
  /** What to add to this machine's clock (`environment.nowMs()`) to get the server's, in ms. */
  readonly offsetMs: number;
  /** The offset was wrong by this at most when it was measured, in ms: half the round trip. */
  readonly uncertaintyMs: number;
  /** When it was measured, in ms of this machine's clock. */
  readonly measuredAtMs: number;
};

/** Two clocks run apart by this at most, in ms a ms: the quartz of a bad machine. */
const driftRatio = 50e-6;

/** As many exchanges are remembered: some five minutes of them. */
const rememberedCount = 12;

/**
 * One exchange as a reading. The server looked at its clock somewhere between sending and receiving; the
 * middle is wrong by half the round trip at most (RFC 5905, section 8, with one server time).
 */
export function toReading(
  sentAtMs: number,
  serverNowMs: number,
  receivedAtMs: number,
): ClockReading {
  const uncertaintyMs = (receivedAtMs - sentAtMs) / 2;
  return {
    offsetMs: serverNowMs - sentAtMs - uncertaintyMs,
    uncertaintyMs,
    measuredAtMs: receivedAtMs,
  };
}

/** The readings to keep, oldest first, when `reading` comes in. */
export function remember(
  readings: readonly ClockReading[],
  reading: ClockReading,
): readonly ClockReading[] {
  // A clock that was set, or stood still while the machine slept, agrees with nothing from before.
  const agreeing = readings.filter((older) => {
    const boundMs = reading.uncertaintyMs + boundOf(older, reading.measuredAtMs);
    return Math.abs(older.offsetMs - reading.offsetMs) <= boundMs;
  });
  return [...agreeing, reading].slice(-rememberedCount);
}

/** The reading that is wrong by the least now: of the shortest round trip, unless it is too old. */
export function bestOf(readings: readonly ClockReading[], nowMs: number): ClockReading | null {
  return readings.reduce<ClockReading | null>(
    (best, reading) =>
      best !== null && boundOf(best, nowMs) <= boundOf(reading, nowMs) ? best : reading,
    null,
  );
}

/** By how much a reading can be wrong by now, in ms. */
function boundOf({ uncertaintyMs, measuredAtMs }: ClockReading, nowMs: number): number {
  return uncertaintyMs + (nowMs - measuredAtMs) * driftRatio;
}

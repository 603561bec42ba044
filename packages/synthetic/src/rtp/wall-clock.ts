/** The wall clock in milliseconds since 1970, with the fraction that Date.now() hasn't. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now();
}

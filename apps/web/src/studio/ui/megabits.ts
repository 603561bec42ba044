/** A bitrate in Mbit/s with one digit, as people compare it with what they pay for. */
export function formatMegabits(bitsPerS: number): string {
  return (bitsPerS / 1_000_000).toFixed(1);
}

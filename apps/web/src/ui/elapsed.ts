/** A span of time as a clock shows it: 0:07, 12:34, 1:02:03. */
export function formatElapsed(elapsedMs: number): string {
  const totalS = Math.max(0, Math.floor(elapsedMs / 1000));
  const hours = Math.floor(totalS / 3600);
  const minutes = Math.floor(totalS / 60) % 60;
  const seconds = String(totalS % 60).padStart(2, '0');
  return hours === 0
    ? `${minutes}:${seconds}`
    : `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

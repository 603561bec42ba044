/** By how much of the time that passes a clock is moved where it was wrong: nobody sees or hears that. */
export const slewRate = 0.05;

/** An error beyond this is put right at once, in ms: to slew it would take too long. */
const longestSlewMs = 1_000;

/** What is a step nearer to where it should be; there at once from nowhere or from far away. All in ms. */
export function slewed(isMs: number | null, targetMs: number, stepMs: number): number {
  if (isMs === null || Math.abs(targetMs - isMs) > longestSlewMs) return targetMs;
  return isMs + Math.max(-stepMs, Math.min(stepMs, targetMs - isMs));
}

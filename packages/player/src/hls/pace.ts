/** How far behind its aim a picture must be to be played faster, or before it to be played slower, in seconds. */
const faster = { farS: 0.5, fromS: 0.15, untilS: 0.05 };
const slower = { fromS: -0.2, untilS: -0.05 };
/** Playing faster uses up what is loaded: so much of it must be left, in seconds. */
const reserveS = 0.6;

/**
 * The rate to play at so that a live picture holds its distance to live. What is too far behind catches up, by no
 * more than a tenth, which is not heard; what came in nearer than it can stay falls back.
 *
 * @param rate the rate now
 * @param distanceS how far it is behind its aim, in seconds; negative before it
 * @param bufferedS what is loaded ahead of it, in seconds
 */
export function paceOf(rate: number, distanceS: number, bufferedS: number): number {
  if (bufferedS > reserveS) {
    if (distanceS > faster.farS) return 1.1;
    if (distanceS > (rate > 1 ? faster.untilS : faster.fromS)) return 1.05;
  }
  return distanceS < (rate < 1 ? slower.untilS : slower.fromS) ? 0.95 : 1;
}

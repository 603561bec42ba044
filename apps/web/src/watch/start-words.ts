import { quietText } from '../text/watch-quiet.ts';

/** A start that has passed by less than this, in ms, is about to come. */
const lateMs = 5 * 60_000;

/** What begins within this time, in ms, is not told with its day, though midnight may lie between. */
const soonMs = 12 * 3_600_000;

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/**
 * When a broadcast begins, in the viewer's zone and counting down.
 *
 * @param zone a time zone by its IANA name; default: the browser's own
 */
export function startWords(startsAtMs: number, nowMs: number, zone?: string): string {
  const { offline } = quietText;
  const inZone = zone === undefined ? {} : { timeZone: zone };
  const clock = new Date(startsAtMs).toLocaleTimeString(undefined, {
    timeStyle: 'short',
    ...inZone,
  });
  const untilMs = startsAtMs - nowMs;
  if (untilMs <= -lateMs) return offline.missed(clock);
  if (untilMs <= 0) return offline.startsNow(clock);
  // The words around it are English.
  const day = (ms: number): string =>
    new Date(ms).toLocaleDateString('en', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      ...inZone,
    });
  const away = awayWords(untilMs);
  return untilMs < soonMs || day(startsAtMs) === day(nowMs)
    ? offline.startsAt(clock, away)
    : offline.startsOn(day(startsAtMs), clock, away);
}

/** In 3 days, in 12 minutes, in 45 seconds. */
function awayWords(untilMs: number): string {
  const [unit, unitMs] = units.find(([, ms]) => untilMs >= ms) ?? units[3];
  const count = Math.round(untilMs / unitMs);
  return new Intl.RelativeTimeFormat('en').format(count, unit);
}

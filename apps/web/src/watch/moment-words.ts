import { controlsText } from '../text/watch-controls.ts';
import { formatElapsed } from '../ui/elapsed.ts';

/** The time of day of a moment in the viewer's zone, as 20:14:05. */
export function clockText(ms: number): string {
  return new Date(ms).toLocaleTimeString(undefined, { timeStyle: 'medium' });
}

/** How far behind live, as −0:32. */
export function behindText(behindMs: number): string {
  return `\u2212${formatElapsed(Math.max(0, behindMs))}`;
}

/** A span of time to be heard: 1 hour 2 minutes 5 seconds. */
export function spanWords(ms: number): string {
  const totalS = Math.max(0, Math.floor(ms / 1000));
  const { hours, minutes, seconds } = controlsText.spans;
  const words = [
    ...(totalS >= 3600 ? [hours(Math.floor(totalS / 3600))] : []),
    ...(totalS % 3600 >= 60 ? [minutes(Math.floor(totalS / 60) % 60)] : []),
    ...(totalS % 60 > 0 || totalS === 0 ? [seconds(totalS % 60)] : []),
  ];
  return words.join(' ');
}

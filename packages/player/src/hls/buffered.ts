/** Sound and picture of a segment seldom begin together, in seconds. */
const holeS = 0.1;

/** How much an element has loaded without a hole from where it stands, in seconds. */
export function bufferedAheadS(video: Pick<HTMLVideoElement, 'buffered' | 'currentTime'>): number {
  const { buffered, currentTime } = video;
  for (let range = 0; range < buffered.length; range += 1) {
    if (buffered.start(range) <= currentTime + holeS && buffered.end(range) > currentTime) {
      return buffered.end(range) - currentTime;
    }
  }
  return 0;
}

/** The pip of the synthetic clip, which sounds for 100 ms from each full second of the clip on. */
const pipHz = 880;
const sampleRate = 48_000;
/** Measured over this many samples: whole periods of the pip and of the tone an octave below, which always sounds. */
const windowSamples = 1200;
const stepSamples = 48;

/**
 * Where the first pip begins whose begin is among the samples, in ms from the first of them; null where there is
 * none.
 */
export function pipBeginMs(samples: Float32Array): number | null {
  const levels: number[] = [];
  for (let at = 0; at + windowSamples <= samples.length; at += stepSamples) {
    levels.push(levelAt(samples.subarray(at, at + windowSamples)));
  }
  const half = Math.max(...levels) / 2;
  // Over the begin of a pip the level rises for the length of the window: it is half where the middle is.
  const quietFor = windowSamples / stepSamples;
  for (let index = quietFor; index < levels.length; index += 1) {
    const before = levels.slice(index - quietFor, index);
    if ((levels[index] ?? 0) >= half && before.every((level) => level < half)) {
      return ((index * stepSamples + windowSamples / 2) * 1000) / sampleRate;
    }
  }
  return null;
}

/** How much of the pip's pitch is in the samples (a Goertzel filter). */
function levelAt(samples: Float32Array): number {
  const factor = 2 * Math.cos((2 * Math.PI * pipHz) / sampleRate);
  let one = 0;
  let two = 0;
  for (const sample of samples) [one, two] = [sample + factor * one - two, one];
  return Math.sqrt(Math.max(0, one * one + two * two - factor * one * two)) / samples.length;
}

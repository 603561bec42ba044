import fc from 'fast-check';

/** One input of a run, and where it came from: the same seed and index give the same input. */
export type Input = { readonly bytes: Buffer; readonly seed: number; readonly index: number };

/** So many are drawn at a time: all of a run would not fit into memory. */
const chunkSize = 200;

/** Draws the inputs of a run. */
export function* drawInputs(
  arbitrary: fc.Arbitrary<Buffer>,
  { seed, count }: { readonly seed: number; readonly count: number },
): Generator<Input, void> {
  for (let drawn = 0; drawn < count; drawn += chunkSize) {
    // Odd steps (2^32 over the golden ratio), so that runs with neighbouring seeds share no chunk.
    const chunk = (seed + Math.imul(drawn / chunkSize, 0x9e37_79b1)) | 0;
    const numRuns = Math.min(chunkSize, count - drawn);
    for (const [index, bytes] of fc.sample(arbitrary, { seed: chunk, numRuns }).entries()) {
      yield { bytes, seed: chunk, index };
    }
  }
}

/**
 * Looks for a smaller input with the same fault.
 *
 * @param isFaulty whether an input has it
 * @param limitMs how long to look; what has been found by then is returned
 * @returns the input itself where none is smaller, or where it doesn't fail again
 */
export async function shrink(
  arbitrary: fc.Arbitrary<Buffer>,
  input: Input,
  isFaulty: (bytes: Buffer) => boolean | Promise<boolean>,
  limitMs: number,
): Promise<Buffer> {
  const { counterexample } = await fc.check(
    fc.asyncProperty(arbitrary, async (bytes) => !(await isFaulty(bytes))),
    { seed: input.seed, path: String(input.index), numRuns: 1, interruptAfterTimeLimit: limitMs },
  );
  return counterexample?.[0] ?? input.bytes;
}

/** A seed of 31 bits: short enough to be typed. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

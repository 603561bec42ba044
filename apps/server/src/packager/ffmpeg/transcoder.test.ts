import { beforeAll, describe, expect, it } from 'vitest';
import type { LadderJob, Rung } from './ffmpeg-arguments.ts';
import { findFfmpeg } from './ffmpeg-program.ts';
import {
  findBeeps,
  type Recording,
  recordBeeps,
  recordH264,
  recordVp8,
} from './testing/recording.ts';
import { Running, transcode } from './testing/running.ts';

const small: Rung = { width: 320, height: 180, frameRate: 30, bitsPerS: 300_000 };
const smaller: Rung = { width: 160, height: 90, frameRate: 30, bitsPerS: 100_000 };
const ladder: LadderJob = {
  kind: 'ladder',
  startS: 0,
  frameRate: 30,
  rungs: [smaller, small],
  keyFrames: 'source',
};

/** A number that looks like chance and is always the same. */
const jitter = (index: number) => ((index * 7919) % 601) - 300;

function moved(recording: Recording, time: (sample: number, index: number) => number): Recording {
  const samples = recording.samples.map((sample, index) => ({
    ...sample,
    decodeTime: time(sample.decodeTime, index),
  }));
  return { ...recording, samples };
}

/** The distances between times, each once. */
function stepsOf(times: readonly number[]): number[] {
  return [...new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)))];
}

const timesOf = ({ samples }: Recording) => samples.map(({ decodeTime }) => decodeTime);
const keyTimesOf = ({ samples }: Recording) =>
  samples.filter(({ isSync }) => isSync).map(({ decodeTime }) => decodeTime);

describe('a ladder', { timeout: 60_000 }, () => {
  let source: Recording;
  beforeAll(async () => {
    source = await recordH264('640x360', 30, 8, 2);
  }, 60_000);

  it.each([
    ['from 0', 0],
    ['from an odd time', 1_234_567],
    ['beyond 32 bits', 2 ** 33 + 1],
  ])('keeps every time of uneven frames, %s', async (_, start) => {
    const uneven = moved(source, (time, index) => start + time + (index === 0 ? 0 : jitter(index)));
    const outputs = await transcode(ladder, uneven);
    expect(outputs).toHaveLength(2);
    for (const output of outputs) {
      expect(output.timescale).toBe(90_000);
      expect(timesOf(output)).toEqual(timesOf(uneven));
      expect(keyTimesOf(output)).toEqual(keyTimesOf(uneven));
      expect(output.samples.every((sample) => sample.compositionOffsetTicks === 0)).toBe(true);
    }
  });

  it('keeps times where frames are missing, and does not fill in', async () => {
    const samples = source.samples.filter((_, index) => index < 65 || index > 119);
    const outputs = await transcode(ladder, { ...source, samples });
    for (const output of outputs) expect(timesOf(output)).toEqual(timesOf({ ...source, samples }));
  });

  it('has the sizes asked for, each at its output, and levels that fit them', async () => {
    const outputs = await transcode(ladder, source);
    expect(outputs.map(({ entry }) => entry)).toMatchObject([
      { codec: 'avc1', width: 160, height: 90 },
      { codec: 'avc1', width: 320, height: 180 },
    ]);
    const levels = outputs.map(({ entry }) => (entry.codec === 'avc1' ? entry.avcC[3] : 0));
    expect(levels).toEqual([11, 13]);
  });

  it('puts key frames on multiples of the timeline where the source has but one', async () => {
    const one = moved(await recordH264('640x360', 60, 7, 100), (time) => time + 111_000);
    const job: LadderJob = {
      ...{ ...ladder, frameRate: 60, keyFrames: { everyS: 2 }, startS: 111_000 / 90_000 },
    };
    const full = { ...small, frameRate: 60 };
    const outputs = await transcode({ ...job, rungs: [full, smaller] }, one);
    const expected = [0, 180_000, 360_000, 540_000, 720_000].map((multiple) =>
      timesOf(one).find((time) => time >= multiple),
    );
    expect(keyTimesOf(one)).toHaveLength(1);
    for (const output of outputs) {
      expect(keyTimesOf(output)).toEqual(expected.filter((time) => time !== undefined));
    }
    // The second rung has half of the frames.
    expect(outputs.map(({ samples }) => samples.length)).toEqual([420, 210]);
  });

  it('leaves frames out for a slower rung, but no key frame', async () => {
    const fast = moved(await recordH264('640x360', 60, 5, 1), (time, index) =>
      index === 0 ? time : time + jitter(index),
    );
    const [output] = await transcode({ ...ladder, frameRate: 60, rungs: [small] }, fast);
    if (output === undefined) throw new Error('There should be an output.');
    expect(keyTimesOf(output)).toEqual(keyTimesOf(fast));
    const known = new Set(timesOf(fast));
    expect(timesOf(output).every((time) => known.has(time))).toBe(true);
    expect(output.samples.length).toBeGreaterThan(140);
    expect(output.samples.length).toBeLessThan(165);
  });

  it('is made of VP8 too', async () => {
    const vp8 = moved(await recordVp8('320x180', 2), (time) => time + 90_000);
    const outputs = await transcode(ladder, vp8);
    for (const output of outputs) {
      expect(timesOf(output)).toEqual(timesOf(vp8));
      expect(keyTimesOf(output)).toEqual(keyTimesOf(vp8));
    }
  });

  it('lets no frame wait for more than the one after it', async () => {
    const running = new Running(await findFfmpeg(), ladder, source);
    for (const [index, sample] of source.samples.slice(0, 40).entries()) {
      running.transcoder.write(sample);
      await running.has(index, index === 0 ? 0 : 2);
    }
    expect(running.transcoder.lagMs).toBeLessThan(40);
    running.transcoder.kill();
    expect(await running.exit.promise).toBeNull();
  });
});

describe('sound', { timeout: 60_000 }, () => {
  const job = { kind: 'audio', bitsPerS: 128_000 } as const;
  let beeps: Recording;
  beforeAll(async () => {
    beeps = await recordBeeps(20);
  }, 60_000);

  async function make(recording: Recording): Promise<Recording> {
    const [output] = await transcode(job, recording);
    if (output === undefined) throw new Error('There should be an output.');
    return output;
  }

  /** Frames of AAC one after the other, from the first of the input to the last. */
  function expectWhole(output: Recording, input: Recording): void {
    const last = input.samples.at(-1);
    const first = input.samples[0]?.decodeTime ?? 0;
    const end = (last?.decodeTime ?? 0) + (last?.durationTicks ?? 0);
    expect(output.timescale).toBe(48_000);
    const times = timesOf(output);
    expect(times[0]).toBe(first);
    expect(stepsOf(times)).toEqual([1024]);
    const outputEnd = first + output.samples.length * 1024;
    expect(Math.abs(outputEnd - end)).toBeLessThanOrEqual(1024);
  }

  /** In ms. */
  async function expectInSync(output: Recording, input: Recording): Promise<void> {
    const [before, after] = [await findBeeps(input), await findBeeps(output)];
    // The first stands at the very beginning, where decoders differ in how they start.
    expect(after.length).toBeGreaterThan(10);
    for (const time of after.slice(1)) {
      const distances = before.map((beep) => Math.abs(beep - time) * 1000);
      expect(Math.min(...distances)).toBeLessThan(5);
    }
  }

  it.each([
    ['from 0', 0],
    ['from an odd time', 1_234_567],
    ['beyond 32 bits', 2 ** 33 + 1],
  ])('is where it was, with the priming accounted for, %s', async (_, start) => {
    const input = moved(beeps, (time) => time + start);
    const output = await make(input);
    expect(output.entry).toMatchObject({ codec: 'mp4a', channels: 2, sampleRate: 48_000 });
    expectWhole(output, input);
    await expectInSync(output, input);
  });

  it('is silence where packets are missing, and in its place after them', async () => {
    const samples = beeps.samples.filter((_, index) => index < 330 || index > 403);
    const output = await make({ ...beeps, samples });
    expectWhole(output, { ...beeps, samples });
    const gapless = { ...beeps, samples: beeps.samples };
    await expectInSync(output, gapless);
  });

  it.each([
    ['slow', 1.0005],
    ['fast', 0.9995],
  ])('follows a sender whose clock is %s', async (_, pace) => {
    const long = {
      ...beeps,
      samples: [...beeps.samples.slice(0, 1000), ...beeps.samples.slice(0, 1000)],
    };
    const input = moved(long, (_time, index) => Math.round(index * 960 * pace));
    const output = await make(input);
    expectWhole(output, input);
  });

  it('does not mind times that are off by some ticks', async () => {
    const input = moved(beeps, (time, index) => time + 48_000 + (index % 3));
    const output = await make(input);
    expectWhole(output, input);
    await expectInSync(output, input);
  });
});

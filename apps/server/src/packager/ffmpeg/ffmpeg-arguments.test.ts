import { describe, expect, it } from 'vitest';
import {
  audioArguments,
  type LadderJob,
  ladderArguments,
  posterArguments,
  remuxArguments,
} from './ffmpeg-arguments.ts';

const rung = (height: number, frameRate = 30) => ({
  ...{ width: (height * 16) / 9, height, frameRate, bitsPerS: height * 2000 },
});
const ladder: LadderJob = {
  ...{ kind: 'ladder', frameRate: 30, keyFrames: 'source', startS: 0 },
  rungs: [rung(144), rung(720), rung(360)],
};

function valuesOf(args: readonly string[], option: string): string[] {
  return args.filter((_, index) => args[index - 1] === option);
}

describe('ladderArguments', () => {
  it('asks for each rung at its own pipe, in the order given', () => {
    const args = ladderArguments(ladder);
    expect(valuesOf(args, '-map')).toEqual(['[out0]', '[out1]', '[out2]']);
    expect(args.filter((arg) => arg.startsWith('pipe:'))).toEqual([
      ...['pipe:0', 'pipe:3', 'pipe:4', 'pipe:5'],
    ]);
    expect(valuesOf(args, '-b:v')).toEqual(['288000', '1440000', '720000']);
  });

  it('scales each rung once, from the next larger one', () => {
    expect(valuesOf(ladderArguments(ladder), '-filter_complex')).toEqual([
      [
        '[0:v:0]scale=1280:720:flags=bilinear,setsar=1,format=yuv420p,split=2[out1][next0]',
        '[next0]scale=640:360:flags=bilinear,setsar=1,format=yuv420p,split=2[out2][next1]',
        '[next1]scale=256:144:flags=bilinear,setsar=1,format=yuv420p[out0]',
      ].join(';'),
    ]);
  });

  it('thins out only where the source has far more frames than the rung', () => {
    const graphOf = (frameRate: number) =>
      valuesOf(ladderArguments({ ...ladder, frameRate }), '-filter_complex')[0];
    expect(graphOf(35)).not.toContain('select');
    expect(graphOf(50)?.match(/select=/g)).toHaveLength(3);
  });

  it('puts key frames where the source has them, or on multiples of the timeline', () => {
    expect(new Set(valuesOf(ladderArguments(ladder), '-force_key_frames'))).toEqual(
      new Set(['source']),
    );
    const forced = ladderArguments({ ...ladder, startS: 7.5, keyFrames: { everyS: 2 } });
    expect(valuesOf(forced, '-force_key_frames')[0]).toBe(
      'expr:isnan(prev_forced_t)+gt(floor((t-(-7.5))/2+1e-6),floor((prev_forced_t-(-7.5))/2+1e-6))',
    );
  });
});

describe('what is asked of FFmpeg', () => {
  it('leaves times as they are in all that is live', () => {
    const audio = audioArguments({ kind: 'audio', bitsPerS: 96_000 }, 'opus');
    for (const args of [audio, ladderArguments(ladder)]) {
      expect(args).toContain('-copyts');
      expect(new Set(valuesOf(args, '-avoid_negative_ts'))).toEqual(new Set(['disabled']));
      expect(new Set(valuesOf(args, '-use_editlist'))).toEqual(new Set(['0']));
    }
    expect(valuesOf(audio, '-b:a')).toEqual(['96000']);
    expect(valuesOf(audio, '-c:a')).toEqual(['opus', 'aac']);
  });

  it('takes no name of a file for an option or another protocol', () => {
    const args = remuxArguments([3, 4], '-i http:evil');
    expect(args.at(-1)).toBe('file:-i http:evil');
    expect(valuesOf(args, '-i')).toEqual(['pipe:3', 'pipe:4']);
    expect(valuesOf(args, '-map')).toEqual(['0:0', '1:0']);
  });

  it('bounds a poster by its width', () => {
    expect(valuesOf(posterArguments(640), '-vf')[0]).toContain("min(640,iw)':-2");
  });
});

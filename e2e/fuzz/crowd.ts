import fc from 'fast-check';
import type { LineEdit } from './line-edit.ts';

/** What there is too much of: sections, lines of one attribute, or payload types of an m-line. */
export function crowd(): fc.Arbitrary<LineEdit> {
  const much = fc.integer({ min: 1, max: 4_000 });
  return fc.oneof(
    fc
      .record({
        which: fc.nat(9),
        times: fc.integer({ min: 1, max: 400 }),
        rename: fc.boolean(),
        off: fc.boolean(),
      })
      .map(sections),
    fc.record({ at: fc.nat(1_000), times: much, count: fc.boolean() }).map(lines),
    fc.record({ which: fc.nat(9), times: much, down: fc.boolean() }).map(formats),
  );
}

type Sections = { which: number; times: number; rename: boolean; off: boolean };

/** Copies of a section: with their own mids or with one, switched off or on. */
function sections({ which, times, rename, off }: Sections): LineEdit {
  return (all) => {
    const starts = mediaLines(all);
    const start = starts[which % Math.max(starts.length, 1)] ?? 0;
    const end = starts.find((at) => at > start) ?? all.length;
    const section = all.slice(start, end).filter((line) => line !== '');
    const copies = Array.from({ length: times }, (_, index) =>
      section.map((line) => {
        if (rename && line.startsWith('a=mid:')) return `a=mid:x${index}`;
        return off ? line.replace(/^m=(\w+) \d+/, 'm=$1 0') : line;
      }),
    );
    return replaced(all, end, 0, copies.flat());
  };
}

/** Copies of a line, its first number counted up or left. */
function lines({ at, times, count }: { at: number; times: number; count: boolean }): LineEdit {
  return (all) => {
    const index = at % all.length;
    const line = all[index] ?? '';
    const copies = Array.from({ length: times }, (_, more) =>
      count ? line.replace(/\d+/, (number) => String(Number(number) + more)) : line,
    );
    return replaced(all, index, 1, copies);
  };
}

/** An m-line with so many payload types, each of which has a codec. */
function formats({
  which,
  times,
  down,
}: {
  which: number;
  times: number;
  down: boolean;
}): LineEdit {
  return (all) => {
    const starts = mediaLines(all);
    const at = starts[which % Math.max(starts.length, 1)];
    if (at === undefined) return all;
    const numbers = Array.from({ length: times }, (_, index) => (down ? times - index : index));
    const codecs = numbers.map((number) => `a=rtpmap:${number} H264/90000`);
    const line = (all[at] ?? '').split(' ').slice(0, 3).concat(numbers.toReversed().map(String));
    return replaced(all, at, 1, [line.join(' '), ...codecs]);
  };
}

/** As `toSpliced`, whose arguments a crowd would be too many for. */
function replaced(
  all: readonly string[],
  at: number,
  count: number,
  lines: readonly string[],
): string[] {
  return [...all.slice(0, at), ...lines, ...all.slice(at + count)];
}

function mediaLines(all: readonly string[]): number[] {
  return all.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
}

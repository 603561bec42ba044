import fc from 'fast-check';
import type { Corpus } from './corpus.ts';
import { oddValue, readAttributes, valueFor } from './odd-value.ts';

/** One change of a text's lines. Places are counted round, so that each change fits each text. */
export type LineEdit = (lines: readonly string[], corpus: Corpus) => readonly string[];

/** Drops, doubles, moves, splices, and other values: what a broken or a hostile client may get wrong. */
export function lineEdit(): fc.Arbitrary<LineEdit> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.tuple(place(), few()).map(drop) },
    { weight: 2, arbitrary: fc.tuple(place(), few(), few()).map(double) },
    { weight: 2, arbitrary: fc.tuple(place(), few(), place()).map(move) },
    {
      weight: 2,
      arbitrary: fc.tuple(place(), place(), fc.integer({ min: 1, max: 60 }), place()).map(splice),
    },
    { weight: 5, arbitrary: fc.constantFrom(...readAttributes).chain(otherValue) },
    { weight: 2, arbitrary: fc.constantFrom(...readAttributes).chain(furtherAttribute) },
    { weight: 4, arbitrary: fc.tuple(place(), fc.nat(12), oddValue()).map(otherToken) },
  );
}

const place = (): fc.Arbitrary<number> => fc.nat(1_000);
const few = (): fc.Arbitrary<number> => fc.integer({ min: 1, max: 4 });

function drop([at, count]: [number, number]): LineEdit {
  return (lines) => lines.toSpliced(at % lines.length, count);
}

function double([at, count, times]: [number, number, number]): LineEdit {
  return (lines) => {
    const start = at % lines.length;
    const copies = Array.from({ length: times }, () => lines.slice(start, start + count)).flat();
    return lines.toSpliced(start, 0, ...copies);
  };
}

function move([from, count, to]: [number, number, number]): LineEdit {
  return (lines) => {
    const moved = lines.slice(from % lines.length, (from % lines.length) + count);
    const rest = lines.toSpliced(from % lines.length, count);
    return rest.toSpliced(to % (rest.length + 1), 0, ...moved);
  };
}

/** Lines of another client. */
function splice([other, from, count, to]: [number, number, number, number]): LineEdit {
  return (lines, corpus) => {
    const donor = corpus[other % corpus.length] ?? [];
    const start = from % donor.length;
    return lines.toSpliced(to % lines.length, 0, ...donor.slice(start, start + count));
  };
}

function otherValue(name: string): fc.Arbitrary<LineEdit> {
  return fc.tuple(place(), valueFor(name)).map(([which, value]) => (lines) => {
    const found = lines.flatMap((line, index) => (line.startsWith(`a=${name}:`) ? [index] : []));
    const at = found[which % Math.max(found.length, 1)];
    return at === undefined ? lines : lines.with(at, `a=${name}:${value}`);
  });
}

function furtherAttribute(name: string): fc.Arbitrary<LineEdit> {
  return fc.tuple(place(), valueFor(name)).map(
    ([at, value]) =>
      (lines) =>
        lines.toSpliced(at % lines.length, 0, `a=${name}:${value}`),
  );
}

/** A word of a line, be it a number of an m-line or a name of an fmtp. */
function otherToken([at, which, value]: [number, number, string]): LineEdit {
  return (lines) => {
    const index = at % lines.length;
    // Every second one is what parts the words.
    const words = (lines[index] ?? '').split(/([\s:;=/])/);
    const word = (which * 2) % (words.length + 1);
    return lines.with(index, words.with(Math.min(word, words.length - 1), value).join(''));
  };
}

import { limits } from '@tallylight/contract';
import fc from 'fast-check';
import { byteEdit, garbage } from './byte-edit.ts';
import { type Corpus, fragmentCorpus, offerCorpus } from './corpus.ts';
import { crowd } from './crowd.ts';
import { type LineEdit, lineEdit } from './line-edit.ts';

/** Texts that are nearly offers. None is longer than what the server reads. */
export function offers(): fc.Arbitrary<Buffer> {
  return texts(offerCorpus(), { lineEnd: '\r\n', maxBytes: limits.sdpBytes });
}

/** Texts that are nearly trickle fragments. None is longer than what the server reads. */
export function fragments(): fc.Arbitrary<Buffer> {
  return texts(fragmentCorpus(), { lineEnd: '\n', maxBytes: limits.fragmentBytes });
}

type Form = { readonly lineEnd: string; readonly maxBytes: number };

function texts(corpus: Corpus, form: Form): fc.Arbitrary<Buffer> {
  const edited = (edits: fc.Arbitrary<LineEdit[]>): fc.Arbitrary<Buffer> =>
    fc.tuple(fc.nat(corpus.length - 1), edits).map(([index, changes]) => {
      let lines = corpus[index] ?? [];
      for (const change of changes) {
        // Nothing is left to be changed of an empty text.
        lines = readable(change(lines.length === 0 ? [''] : lines, corpus), form.maxBytes);
      }
      return Buffer.from(lines.join(form.lineEnd)).subarray(0, form.maxBytes);
    });
  const some = (maxLength: number): fc.Arbitrary<LineEdit[]> => fc.array(lineEdit(), { maxLength });
  return fc.oneof(
    { weight: 79, arbitrary: edited(some(8)) },
    {
      weight: 18,
      arbitrary: fc
        .tuple(edited(some(2)), fc.array(byteEdit(), { minLength: 1, maxLength: 6 }))
        .map(([text, changes]) =>
          changes.reduce((bytes, change) => change(bytes), text).subarray(0, form.maxBytes),
        ),
    },
    {
      weight: 2,
      arbitrary: edited(
        fc
          .tuple(some(2), fc.array(crowd(), { minLength: 1, maxLength: 2 }))
          .map((parts) => parts.flat()),
      ),
    },
    { weight: 1, arbitrary: garbage(form.maxBytes) },
  );
}

/** The lines that the server would read. Crowds of crowds would be longer than a string can be. */
function readable(lines: readonly string[], maxBytes: number): readonly string[] {
  let left = maxBytes;
  const kept: string[] = [];
  for (const line of lines) {
    if (left <= 0) break;
    kept.push(line.slice(0, left));
    left -= line.length + 1;
  }
  return kept;
}

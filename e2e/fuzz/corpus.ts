import { readdirSync, readFileSync } from 'node:fs';

const fixtures = new URL('../../packages/protocol/fixtures/', import.meta.url);

/** What real clients sent, each text as its lines: inputs are made of these. */
export type Corpus = readonly (readonly string[])[];

export function offerCorpus(): Corpus {
  return read('offers', '.sdp').map((text) => text.split('\r\n'));
}

/** Without the first line of each file, which names its request. */
export function fragmentCorpus(): Corpus {
  return read('patches', '.txt').map((text) => text.split('\n').slice(1));
}

function read(folder: string, ending: string): string[] {
  const url = new URL(`${folder}/`, fixtures);
  return readdirSync(url)
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => readFileSync(new URL(name, url), 'utf8'));
}

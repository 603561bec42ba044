import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Kind = 'sdp' | 'trickle' | 'whip';

/** Where failing inputs are kept, and played again by the unit tests. */
export const findingsFolder = fileURLToPath(
  new URL('../../packages/protocol/fixtures/fuzz/', import.meta.url),
);

/** An input that something went wrong with. */
export type Finding = { readonly what: string; readonly input: Buffer; readonly file: string };

/** Keeps an input as a file. */
export function keepFinding(folder: string, kind: Kind, what: string, input: Buffer): Finding {
  const hash = createHash('sha256').update(input).digest('hex').slice(0, 8);
  const file = join(folder, `${kind}-${hash}.${kind === 'trickle' ? 'txt' : 'sdp'}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, input);
  return { what, input, file };
}

import type { MediaResult } from './media/run.ts';
import type { Result } from './run.ts';

/** A row a rule, for people. */
export function printResults(results: readonly (Result | MediaResult)[]): string {
  const rows = results.map(({ rule, passed, note }) =>
    [
      rule.number.padEnd(4),
      passed ? 'pass' : 'fail',
      ' ',
      rule.text,
      note === undefined ? '' : ` (${note})`,
    ].join(''),
  );
  const failed = results.filter(({ passed }) => !passed).length;
  return [...rows, '', `${results.length - failed} passed, ${failed} failed`].join('\n');
}

/** The page that the repository keeps. */
export function writePage(results: readonly (Result | MediaResult)[]): string {
  return `# Conformance to WHIP, WHEP, HLS and DASH

What the standards ask of a server, rule by rule, and whether this one does it. The page is written by
\`npm run conformance -- --markdown docs/conformance.md\`, which checks the running server over plain HTTP and puts real
media on air for the rules about players. CI runs the same and compares. Other servers can be checked with
\`--whip URL --whep URL --token TOKEN\`, other origins of live streams with \`--hls URL --dash URL\`.

W: WHIP, and WHEP with the roles turned. E: WHEP. T: trickle ICE. L: HLS. C: caching. D: DASH. A note tells what was not there to be checked.

| rule | | source | result |
| --- | --- | --- | --- |
${results.map(row).join('\n')}
`;
}

function row({ rule, passed, note }: Result | MediaResult): string {
  const result = `${passed ? 'pass' : '**fail**'}${note === undefined ? '' : `: ${note}`}`;
  return `| ${rule.number} | ${rule.text} | ${rule.source} | ${result} |`;
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Some time of 10 Mbit/s in seven tracks, on a disk that takes all and keeps nothing. */
const program = `
  import { setImmediate as turn } from 'node:timers/promises';
  const { openStore, trackNamed, partAt } = await import(${JSON.stringify(new URL('testing/live-store.ts', import.meta.url).href)});
  const { FakeFiles } = await import(${JSON.stringify(new URL('testing/fake-files.ts', import.meta.url).href)});
  const kbits = { '1080p': 5000, '720p': 2500, '480p': 1200, '360p': 700, '240p': 300, '144p': 172, audio: 128 };
  const used = async () => {
    // Twice, with a turn for what is freed beside.
    for (let round = 0; round < 2; round += 1) {
      gc();
      await turn();
    }
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const files = new FakeFiles();
  files.write = async (path, { byteLength }) => byteLength;
  files.append = files.write;
  files.rename = async () => {};
  const before = await used();
  const { store } = openStore({ files, folder: process.argv[1] === 'disk' ? '/data/broadcasts/b1' : null });
  store.beginPeriod(Object.keys(kbits).map(trackNamed));
  let most = 0;
  for (let startS = 0; startS < Number(process.argv[2]); startS += 2) {
    for (let part = 0; part < 6; part += 1) {
      for (const [id, rate] of Object.entries(kbits)) {
        store.push(id, partAt(id, startS + part / 3, { size: Math.round(rate * 125 / 3) }));
        if (part === 5) store.cut(id);
        // As playback does after each change.
        store.segments(id);
      }
    }
    await turn();
    if (startS % 200 === 0) most = Math.max(most, (await used()) - before);
  }
  most = Math.max(most, (await used()) - before);
  console.log(JSON.stringify({ bytes: most, listed: store.segments('1080p').length }));
`;

test.each([
  ['disk', 1800, 900],
  ['memory', 400, 10],
])(
  'a broadcast of 10 Mbit/s with its DVR on %s takes less than 64 MB',
  { timeout: 60_000 },
  async (place, seconds, listed) => {
    const args = ['--expose-gc', '--input-type=module', '--eval', program, place, String(seconds)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const result = JSON.parse(stdout) as { bytes: number; listed: number };
    expect(result.listed).toBe(listed);
    // What must be there: the parts of seven target durations.
    expect(result.bytes).toBeGreaterThan(15_000_000);
    expect(result.bytes).toBeLessThan(64_000_000);
  },
);

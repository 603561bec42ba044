import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import type { ServerUnderTest } from './rig/server-under-test.ts';
import { test } from './rig/test.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const commands = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```sh\n([^`]*)```/g),
].flatMap(([, block = '']) => block.trim().split('\n'));

/** Runs a line as a reader would, on ports that nobody else has; the group ends with it. */
function run(line: string): {
  child: ChildProcess;
  output: () => string;
  end: () => Promise<void>;
} {
  const child = spawn('sh', ['-c', line], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TALLYLIGHT_HOST: '127.0.0.1',
      TALLYLIGHT_PORT: '28501',
      TALLYLIGHT_MEDIA_PORT: '28502',
      TALLYLIGHT_ANNOUNCED_ADDRESSES: '127.0.0.1',
      TALLYLIGHT_DATA_DIR: mkdtempSync(join(tmpdir(), 'tallylight-readme-')),
    },
  });
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  return {
    child,
    output: () => output,
    end: async () => {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await exited;
    },
  };
}

/** The line with the server of this test in the place of the reader's, and less time to wait for. */
function here(line: string, server: ServerUnderTest): string {
  return line
    .replace('http://localhost:8080/whip/live', server.whip)
    .replace('http://localhost:8080/whep/live', server.whep)
    .replace('YOUR_STREAM_KEY', server.key)
    .replace(/--duration \d+/, '--duration 5');
}

const starts = commands.filter((line) => line.startsWith('npm start'));
const synthetic = commands.filter((line) => line.startsWith('npm run synthetic'));
const checks = commands.filter((line) => /^npm run (conformance|fuzz)/.test(line));
const benches = commands.filter((line) => line.startsWith('npm run bench'));

test('every command of the README is one that is tried here', () => {
  // "npm test" is what runs this.
  const tried = [...starts, ...synthetic, ...checks, ...benches, 'npm test'];
  expect(tried.toSorted()).toEqual(commands.toSorted());
});

for (const line of starts) {
  test(line, async () => {
    const started = run(line);
    await expect.poll(started.output, { timeout: 30_000 }).toContain('Tallylight is up');
    expect(started.output()).toContain('http://localhost:28501/studio/live#key=');
    const page = await fetch('http://127.0.0.1:28501/watch/live');
    expect(page.status).toBe(200);
    await started.end();
  });
}

test(synthetic.join(' & '), async ({ server }) => {
  const [publish = '', watch = ''] = synthetic;
  const publishing = run(here(publish, server).replace('--duration 5', '--duration 20'));
  const watching = run(here(watch, server));
  await once(watching.child, 'exit');
  expect(watching.output()).toContain('10 of 10 played');
  await publishing.end();
});

for (const line of checks) {
  test(line, async () => {
    test.setTimeout(180_000);
    const check = run(line);
    const [code] = (await once(check.child, 'exit')) as [number];
    expect(code, check.output()).toBe(0);
  });
}

for (const line of benches) {
  test(line, async () => {
    test.setTimeout(180_000);
    const bench = run(line);
    const [code] = (await once(bench.child, 'exit')) as [number];
    expect(code, bench.output()).toBe(0);
    const report = JSON.parse(bench.output().trim().split('\n').at(-1) ?? '') as {
      samples: number;
      metrics: Record<string, number>;
    };
    expect(report.samples).toBeGreaterThan(0);
    for (const value of Object.values(report.metrics)) expect(value).toBeGreaterThanOrEqual(0);
  });
}

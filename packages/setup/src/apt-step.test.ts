import { chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aptCommands, aptPower, aptStep, manualInstall } from './apt-step.js';
import { commandLine } from './command.js';
import { runStep } from './step.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { debianHost, workbenchOn } from './testing/workbench.js';

const yes = () => true;
const no = () => false;

describe('aptPower', () => {
  it('is root without asking for sudo', () => {
    expect(aptPower({ isRoot: true, env: {} }, no)).toBe('root');
  });

  it('is sudo where that works without a password', () => {
    expect(aptPower({ isRoot: false, env: {} }, yes)).toBe('sudo');
  });

  it('is nothing otherwise', () => {
    expect(aptPower({ isRoot: false, env: {} }, no)).toBeUndefined();
  });
});

describe('aptCommands', () => {
  it('fetches the lists once and installs once', () => {
    expect(aptCommands('root', ['ffmpeg', 'chromium']).map(commandLine)).toEqual([
      'apt-get update',
      'apt-get install -y --no-install-recommends ffmpeg chromium',
    ]);
  });

  it('lets sudo never ask for a password', () => {
    for (const { file, args } of aptCommands('sudo', ['ffmpeg'])) {
      expect([file, ...args].slice(0, 5)).toEqual([
        'sudo',
        '-n',
        'env',
        'DEBIAN_FRONTEND=noninteractive',
        'apt-get',
      ]);
    }
  });
});

describe('manualInstall', () => {
  const user = debianHost('/repo');

  it.each([
    [
      'a user on Debian',
      user,
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends ffmpeg',
    ],
    [
      'root on Debian',
      { ...user, isRoot: true },
      'apt-get update && apt-get install -y --no-install-recommends ffmpeg',
    ],
    [
      'macOS',
      { ...user, platform: 'darwin' as const, distribution: undefined },
      'brew install ffmpeg',
    ],
  ])('is what %s types', (_, host, line) => {
    expect(manualInstall(host, ['ffmpeg'])).toBe(line);
  });
});

describe('aptStep', () => {
  it('says what it will install and what for', () => {
    const step = aptStep(workbenchOn(debianHost('/repo', { isRoot: true })), { browser: true });
    expect(step?.will).toBe(
      'install with apt-get: ffmpeg (packages live streams, makes the test clip), chromium (runs the browser tests)',
    );
  });

  it('leaves the browser to whoever needs none, and on Ubuntu to another step', () => {
    const root = { isRoot: true };
    expect(aptStep(workbenchOn(debianHost('/repo', root)), {})?.will).not.toContain('chromium');
    const ubuntu = debianHost('/repo', { ...root, distribution: 'ubuntu' });
    expect(aptStep(workbenchOn(ubuntu), { browser: true })?.will).not.toContain('chromium');
  });

  it('has nothing to do where the programs are on the PATH', () => {
    const bin = temporaryFolder({ ffmpeg: '', 'google-chrome': '' });
    for (const name of ['ffmpeg', 'google-chrome']) chmodSync(path.join(bin, name), 0o755);
    const host = debianHost('/repo', { env: { PATH: bin } });
    expect(aptStep(workbenchOn(host), { browser: true })).toBeUndefined();
  });

  it.each([
    ['has no right to', 'debian' as const],
    ['does not know how to', undefined],
  ])('names the command where it %s install', async (_, distribution) => {
    const workbench = workbenchOn(debianHost(temporaryFolder(), { distribution }));
    const step = aptStep(workbench, {});
    if (step === undefined) throw new Error('there is something to install');
    await expect(runStep(workbench, step)).rejects.toThrow('missing: ffmpeg');
    expect(workbench.printed()).toContain('✗ System packages');
    expect(workbench.printed()).toMatch(/Run it by hand: {2}(sudo apt-get|install ffmpeg)/);
  });
});

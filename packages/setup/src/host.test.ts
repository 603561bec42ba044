import { describe, expect, it } from 'vitest';
import { distributionOf } from './host.js';
import { hostProblem, runtimePath } from './runtime.js';

describe('distributionOf', () => {
  it.each([
    ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n', 'debian'],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', 'ubuntu'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'ubuntu'],
    ['ID=raspbian\nID_LIKE=debian\n', 'debian'],
    ['NAME="Fedora Linux"\nID=fedora\n', undefined],
    ['', undefined],
  ])('reads %j', (text, family) => {
    expect(distributionOf(text)).toBe(family);
  });
});

const linux = { platform: 'linux' as const, arch: 'x64', nodeVersion: '20.20.2' };

describe('hostProblem', () => {
  it('is none on Linux with Node 20, which brings its Node 24', () => {
    expect(hostProblem(linux)).toBeUndefined();
  });

  it.each([
    ['an older Node', { ...linux, nodeVersion: '18.20.8' }, 'needs Node 20 or newer'],
    ['Windows', { ...linux, platform: 'win32' as const, nodeVersion: '24.1.0' }, 'inside WSL'],
    ['Node 20 on macOS', { ...linux, platform: 'darwin' as const }, 'Install Node 24 or newer'],
    ['Node 20 on another processor', { ...linux, arch: 'riscv64' }, 'Install Node 24 or newer'],
  ])('is told for %s', (_, host, words) => {
    expect(hostProblem(host)).toContain(words);
  });
});

describe('runtimePath', () => {
  const paths = { root: '/repo', nodePath: '/opt/node' };

  it('is the pinned Node on Linux', () => {
    expect(runtimePath({ ...linux, ...paths })).toBe('/repo/node_modules/.bin/node');
  });

  it('is the Node at hand where none is pinned', () => {
    expect(runtimePath({ ...linux, ...paths, platform: 'darwin' })).toBe('/opt/node');
  });
});

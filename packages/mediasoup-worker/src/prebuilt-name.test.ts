import { expect, it } from 'vitest';
import { prebuiltName } from './prebuilt-name.ts';

it.each([
  ['linux', 'x64', '6.1.0-23-amd64', 'mediasoup-worker-3.27.1-linux-x64-kernel6.tgz'],
  ['linux', 'arm64', '5.15.0', 'mediasoup-worker-3.27.1-linux-arm64-kernel5.tgz'],
  ['darwin', 'arm64', '24.1.0', 'mediasoup-worker-3.27.1-darwin-arm64.tgz'],
])('names the binary for %s %s %s', (platform, arch, kernel, name) => {
  expect(prebuiltName({ version: '3.27.1', platform, arch, kernel })).toBe(name);
});

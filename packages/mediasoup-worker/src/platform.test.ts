import { expect, it } from 'vitest';
import { platformName } from './platform.ts';

const bookworm =
  'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\nID_LIKE=x\n';

it.each([
  ['linux', 'x64', bookworm, 'linux-x64-debian12'],
  ['linux', 'arm64', 'ID="Ubuntu"\nVERSION_ID="24.04"\n', 'linux-arm64-ubuntu24.04'],
  ['linux', 'x64', "ID='arch'\n", 'linux-x64-arch'],
  ['linux', 'x64', 'ID="../../etc"\n', 'linux-x64-....etc'],
  ['linux', 'x64', '', 'linux-x64'],
  ['darwin', 'arm64', '', 'darwin-arm64'],
])('names %s %s %j', (platform, arch, osRelease, name) => {
  expect(platformName(platform, arch, osRelease)).toBe(name);
});

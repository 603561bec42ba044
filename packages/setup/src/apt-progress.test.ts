import { expect, it } from 'vitest';
import { readAptStatus } from './apt-progress.js';

it.each([
  ['dlstatus:2:15.7161:Retrieving file 2 of 3', 0.0786, 'Retrieving file 2 of 3'],
  ['dlstatus:3:100.0000:Retrieving file 3 of 3', 0.5, 'Retrieving file 3 of 3'],
  ['pmstatus:dpkg-exec:0.0000:Running dpkg', 0.5, 'Running dpkg'],
  ['pmstatus:cowsay:23.0769:Unpacking cowsay (amd64)', 0.6154, 'Unpacking cowsay (amd64)'],
  ['pmstatus:libc6:amd64:50:Configuring libc6 (amd64)', 0.75, 'Configuring libc6 (amd64)'],
  ['pmstatus:hello:100:Installed: hello', 1, 'Installed: hello'],
])('reads %s', (line, fraction, words) => {
  expect(readAptStatus(line)).toEqual({ fraction: expect.closeTo(fraction, 3), words });
});

it.each([
  'Unpacking cowsay (3.03+dfsg2-8) ...',
  'Get:2 bookworm/main amd64 cowsay all 3.03+dfsg2-8 [21.4 kB]',
  'pmerror:hello:50:cannot write',
  '',
])('leaves alone what is no status: %s', (line) => {
  expect(readAptStatus(line)).toBeUndefined();
});

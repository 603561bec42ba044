import { describe, expect, it } from 'vitest';
import {
  parseDeb822Signing,
  parseMadison,
  parseOneLineSigning,
  sourceStanzas,
} from './apt-sources.ts';

const madison = `
libsrtp2-dev |    2.5.0-3 | http://archive.example/debian bookworm/main amd64 Packages
libsrtp2-dev |    2.5.0-3 | http://archive.example/debian/ bookworm-updates/main amd64 Packages
libsrtp2-dev |    2.5.0-3 | http://security.example/debian-security stable/updates/main amd64 Packages
  libsrtp2 |    2.5.0-3 | http://archive.example/debian bookworm/main Sources
`;

describe('apt-cache madison', () => {
  it('names every suite that has the binary package', () => {
    expect(parseMadison(madison)).toEqual([
      { uri: 'http://archive.example/debian', suite: 'bookworm', component: 'main' },
      { uri: 'http://archive.example/debian', suite: 'bookworm-updates', component: 'main' },
      {
        uri: 'http://security.example/debian-security',
        suite: 'stable/updates',
        component: 'main',
      },
    ]);
  });

  it('gives nothing where apt knows nothing', () => {
    expect(parseMadison('')).toEqual([]);
    expect(parseMadison('N: Unable to locate package libsrtp2-dev')).toEqual([]);
  });
});

describe('who signs what', () => {
  it('is read from one-line sources', () => {
    const text = `
# deb [signed-by=/no.gpg] http://off.example/ x main
deb http://plain.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://archive.example/debian/ bookworm main
`;
    expect(parseOneLineSigning(text)).toEqual([
      { uri: 'http://archive.example/debian', signedBy: '/k.gpg' },
    ]);
  });

  it('is read from deb822 sources, with a key over several lines', () => {
    const text = `Types: deb
# a comment
URIs: http://archive.example/debian http://two.example/
Suites: bookworm
Signed-By: /k.gpg

Types: deb
URIs: http://inline.example
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
Suites: x
`;
    expect(parseDeb822Signing(text)).toEqual([
      { uri: 'http://archive.example/debian', signedBy: '/k.gpg' },
      { uri: 'http://two.example', signedBy: '/k.gpg' },
      {
        uri: 'http://inline.example',
        signedBy: '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF',
      },
    ]);
  });
});

it('offers sources from the same archives with the same keys, each once', () => {
  const offer = { uri: 'http://archive.example/debian', suite: 'bookworm', component: 'main' };
  const signing = { uri: offer.uri, signedBy: '/k.gpg' };
  const other = { uri: 'http://plain.example', suite: 'x', component: 'universe' };
  expect(sourceStanzas([offer, offer, other], [signing])).toBe(`Types: deb-src
URIs: http://archive.example/debian
Suites: bookworm
Components: main
Signed-By: /k.gpg

Types: deb-src
URIs: http://plain.example
Suites: x
Components: universe
`);
});

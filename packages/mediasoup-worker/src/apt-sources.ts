/** One suite of one archive that offers a package. */
export type AptOffer = { readonly uri: string; readonly suite: string; readonly component: string };

/** How the machine's configuration says that an archive is signed. */
export type AptSigning = {
  readonly uri: string;
  /** Value of Signed-By: paths, fingerprints, or a whole key over several lines. */
  readonly signedBy: string;
};

/**
 * Reads `apt-cache madison`: every suite that offers the package, best version first.
 *
 * A line is `name | version | uri suite/component arch Packages`.
 */
export function parseMadison(text: string): AptOffer[] {
  return text.split('\n').flatMap((line) => {
    const [uri, place] = line.split('|').at(2)?.trim().split(/\s+/) ?? [];
    if (uri === undefined || place === undefined || !line.trimEnd().endsWith(' Packages'))
      return [];
    const slash = place.lastIndexOf('/');
    if (slash < 1) return [];
    return [{ uri: bare(uri), suite: place.slice(0, slash), component: place.slice(slash + 1) }];
  });
}

/** Reads who signs what from a one-line sources.list(5). */
export function parseOneLineSigning(text: string): AptSigning[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb(?:-src)?\s+\[([^\]]*)\]\s+(\S+)/.exec(line);
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(match?.[1] ?? '')?.[1];
    const uri = match?.[2];
    return signedBy === undefined || uri === undefined ? [] : [{ uri: bare(uri), signedBy }];
  });
}

/** Reads who signs what from a deb822 .sources file, as in sources.list(5). */
export function parseDeb822Signing(text: string): AptSigning[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const signedBy = deb822Field(stanza, 'Signed-By');
    const uris = deb822Field(stanza, 'URIs') ?? '';
    if (signedBy === undefined) return [];
    return uris
      .split(/\s+/)
      .filter((uri) => uri !== '')
      .map((uri) => ({ uri: bare(uri), signedBy }));
  });
}

/** Writes a deb822 file that offers the sources of what the machine already takes binaries from. */
export function sourceStanzas(
  offers: readonly AptOffer[],
  signings: readonly AptSigning[],
): string {
  const stanzas = offers.map(({ uri, suite, component }) => {
    const signing = signings.find((one) => one.uri === uri);
    return [
      'Types: deb-src',
      `URIs: ${uri}`,
      `Suites: ${suite}`,
      `Components: ${component}`,
      ...(signing === undefined ? [] : [`Signed-By: ${signing.signedBy}`]),
      '',
    ].join('\n');
  });
  return [...new Set(stanzas)].join('\n');
}

/** A field's value with its continuation lines, which begin with white space. */
function deb822Field(stanza: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1];
}

/** madison and the configuration may differ in the last slash. */
function bare(uri: string): string {
  return uri.replace(/\/+$/, '');
}

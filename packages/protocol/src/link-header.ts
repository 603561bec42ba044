/** One link of a Link header (RFC 8288). */
export type Link = {
  readonly url: string;
  readonly rel: string;
  /** Further parameters by lower-case name. */
  readonly params: Readonly<Record<string, string>>;
};

/** Writes one header value a link: some readers take no more than one in a header line. */
export function writeLink({ url, rel, params }: Link): string {
  const all = Object.entries({ rel, ...params });
  return [
    `<${url}>`,
    ...all.map(([name, value]) => `${name}="${value.replace(/["\\]/g, '\\$&')}"`),
  ].join('; ');
}

/** Reads a header with any number of links; what is no link is skipped. */
export function readLinks(header: string | null): Link[] {
  const links: Link[] = [];
  const link =
    /<([^>]*)>((?:\s*;\s*[\w!#$%&'*+.^`|~-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g;
  for (const [, url = '', rest = ''] of (header ?? '').matchAll(link)) {
    const params: Record<string, string> = {};
    for (const [, name = '', quoted, plain] of rest.matchAll(
      /;\s*([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g,
    )) {
      params[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    }
    const { rel, ...others } = params;
    if (rel !== undefined) links.push({ url, rel, params: others });
  }
  return links;
}

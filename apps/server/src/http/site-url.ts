import type { FastifyRequest } from 'fastify';

/** As much of a request as tells how its client reached us. */
type Addressed = Pick<FastifyRequest, 'host' | 'protocol'>;

/** A name, an IPv4 or a bracketed IPv6 address, and a port (RFC 3986, section 3.2.2, without what no host is called). */
const hostPattern =
  /^(?=.{1,255}$)(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * What absolute links of an answer start with, without a slash at the end: the configured URL, else what the client
 * called us. Null where that is nothing that a server can be called.
 */
export function siteUrl(
  { host, protocol }: Addressed,
  publicUrl: string | undefined,
): string | null {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  if (!/^https?$/.test(protocol) || !hostPattern.test(host)) return null;
  try {
    return new URL(`${protocol}://${host}`).origin;
  } catch {
    return null;
  }
}

/** Whether a URL leads to us, as configured or as this client called us; over http or https, since proxies end TLS. */
export function isOurs(url: URL, request: Addressed, publicUrl: string | undefined): boolean {
  if (!/^https?:$/.test(url.protocol)) return false;
  const ours = [siteUrl(request, publicUrl), siteUrl(request, undefined)];
  return ours.some((site) => site !== null && hostOf(site, url.protocol) === url.host);
}

/** The port that goes without saying depends on the scheme. */
function hostOf(site: string, protocol: string): string {
  const { host } = new URL(site);
  return new URL(`${protocol}//${host}`).host;
}

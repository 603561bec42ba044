import type { Reply } from './http.ts';

export type Link = { readonly url: string; readonly params: ReadonlyMap<string, string> };

/** The links of an answer (RFC 8288). */
function linksOf({ headers, url }: Reply): Link[] {
  const lines = [headers['link'] ?? []].flat();
  return lines.flatMap((line) =>
    [
      ...line.matchAll(/<([^>]*)>((?:\s*;\s*[\w-]+="(?:[^"\\]|\\.)*"|\s*;\s*[\w-]+=[^\s;,"]+)*)/g),
    ].map(([, target = '', rest = '']) => ({
      url: /^(stun|turn)s?:/.test(target) ? target : new URL(target, url).href,
      params: new Map(
        [...rest.matchAll(/;\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))/g)].map(
          ([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? ''],
        ),
      ),
    })),
  );
}

/** The links with a relation that starts like this. */
export function linksBy(reply: Reply, rel: string): Link[] {
  return linksOf(reply).filter(({ params }) => params.get('rel')?.startsWith(rel));
}

import { absCaptureTimeUri, extensionId } from './header-extensions.ts';

/**
 * Rewrites an offer so that its header extensions carry the SFU's ids, leaves out those that the SFU doesn't
 * know, and asks for `abs-capture-time` on every section. An answer may not renumber extensions (RFC 8285,
 * section 6), so this is how a player keeps transport-cc, and with it the server's bandwidth estimation.
 *
 * Works on the text: everything else of the browser's offer stays as it was, to the byte.
 */
export function renumberExtensions(offer: string): string {
  return mapSections(offer, (section) => {
    const kept = section.replace(
      /(?<=[\r\n])a=extmap:\d+(\/\w+)? (\S+)[^\r\n]*(\r\n|\r|\n|$)/g,
      (_line, direction = '', uri = '', end = '') => {
        const id = extensionId(uri);
        return id === undefined ? '' : `a=extmap:${id}${direction} ${uri}${end}`;
      },
    );
    return addExtension(kept, absCaptureTimeUri, extensionId(absCaptureTimeUri) ?? 0);
  });
}

/**
 * Adds a header extension to every audio and video section of an offer that lacks it, under an id that no
 * section uses for another: with BUNDLE they share one number space (RFC 8843, section 9.1).
 */
export function offerExtension(offer: string, uri: string): string {
  const used = new Map<number, string>();
  for (const [, id, name = ''] of offer.matchAll(/^a=extmap:(\d+)(?:\/\w+)? (\S+)/gm)) {
    used.set(Number(id), name);
  }
  const known = [...used].find(([, name]) => name === uri)?.[0];
  const free = Array.from({ length: 14 }, (_, index) => index + 1).find((id) => !used.has(id));
  const id = known ?? free;
  // Ids above 14 need two-byte headers, which not every receiver reads: rather go without.
  return id === undefined ? offer : mapSections(offer, (lines) => addExtension(lines, uri, id));
}

/** Behind the section's last extension, or else its last line. */
function addExtension(section: string, uri: string, id: number): string {
  const own = [...section.matchAll(/(?<=[\r\n])a=extmap:\S+ (\S+)[^\r\n]*/g)];
  if (own.some(([, name]) => name === uri)) return section;
  const last = own.at(-1);
  const at = last === undefined ? textEnd(section) : last.index + last[0].length;
  // A line ends in CRLF, or in what the sender takes for it (RFC 8866, section 5).
  const end = /\r\n|\r|\n/.exec(section)?.[0] ?? '\r\n';
  return `${section.slice(0, at)}${end}a=extmap:${id} ${uri}${section.slice(at)}`;
}

/** Where the ends of lines begin that close a text; a regular expression would try each of those within it. */
function textEnd(text: string): number {
  let end = text.length;
  while (text[end - 1] === '\n' || text[end - 1] === '\r') end -= 1;
  return end;
}

/** Applies `change` to each audio and video section. */
function mapSections(sdp: string, change: (section: string) => string): string {
  return sdp
    .split(/(?<=[\r\n])(?=m=)/)
    .map((section) => (/^m=(audio|video) /.test(section) ? change(section) : section))
    .join('');
}

import { absCaptureTimeUri, extensionId } from './header-extensions.ts';

/**
 * Rewrites an offer so that its header extensions carry the SFU's ids, leaves out those that the SFU doesn't
 * know, and asks for `abs-capture-time` on every section. An answer may not renumber extensions (RFC 8285,
 * section 6), so this is how a player keeps transport-cc, and with it the server's bandwidth estimation.
 *
 * Works on the text: everything else of the browser's offer stays as it was, to the byte.
 */
export function renumberExtensions(offer: string): string {
  return mapSections(offer, (lines) => {
    const kept = lines.flatMap((line) => {
      const extension = /^a=extmap:\d+(\/\w+)? (\S+).*/.exec(line);
      if (extension === null) return [line];
      const [whole, direction = '', uri = ''] = extension;
      const id = extensionId(uri);
      const end = line.slice(whole.length);
      return id === undefined ? [] : [`a=extmap:${id}${direction} ${uri}${end}`];
    });
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

/** Lines with their ends. */
function addExtension(lines: readonly string[], uri: string, id: number): string[] {
  const has = lines.some(
    (line) => line.startsWith('a=extmap:') && line.trimEnd().endsWith(` ${uri}`),
  );
  if (has) return [...lines];
  const last = lines.findLastIndex((line) => line.startsWith('a=extmap:'));
  const at = last >= 0 ? last : lines.findLastIndex((line) => line.trimEnd() !== '');
  const before = lines[at] ?? '';
  const end = /[\r\n]+$/.exec(before)?.[0];
  const added = `a=extmap:${id} ${uri}`;
  return end === undefined
    ? lines.toSpliced(at, 1, `${before}\r\n`, added)
    : lines.toSpliced(at + 1, 0, added + end);
}

/** Applies `change` to the lines of each audio and video section. */
function mapSections(sdp: string, change: (lines: readonly string[]) => string[]): string {
  // A line ends in CRLF, or in what the sender takes for it (RFC 8866, section 5).
  const lines = sdp.split(/(?<=\n|\r(?!\n))/);
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const sections = starts.map((start, index) => lines.slice(start, starts[index + 1]));
  return [
    ...lines.slice(0, starts[0]),
    ...sections.flatMap((section) =>
      /^m=(audio|video) /.test(section[0] ?? '') ? change(section) : section,
    ),
  ].join('');
}

import { LinkifyIt } from 'linkify-it';
import { type ReactNode, useMemo } from 'react';
import { chatText } from '../text/chat.ts';

/** Only what the web speaks: linkify-it would take mailto: and // as well. */
const schemes = /^https?:\/\//i;

/** Text as it is, in which addresses of the web can be followed. */
export function LinkedText({ text }: { readonly text: string }): ReactNode {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return pieces.map(({ at, text: piece, url }) =>
    url === null ? (
      piece
    ) : (
      <a
        key={at}
        href={url}
        title={chatText.opensElsewhere}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
      >
        {piece}
      </a>
    ),
  );
}

type Piece = { readonly at: number; readonly text: string; readonly url: string | null };

function piecesOf(text: string): readonly Piece[] {
  const linkify = new LinkifyIt({ fuzzyEmail: false, fuzzyLink: false });
  const pieces: Piece[] = [];
  let at = 0;
  for (const { index, lastIndex, url } of linkify.match(text) ?? []) {
    if (!schemes.test(url)) continue;
    if (index > at) pieces.push({ at, text: text.slice(at, index), url: null });
    pieces.push({ at: index, text: text.slice(index, lastIndex), url });
    at = lastIndex;
  }
  if (at < text.length) pieces.push({ at, text: text.slice(at), url: null });
  return pieces;
}

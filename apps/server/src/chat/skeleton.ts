import { rectifyConfusion } from 'unicode-confusables';

/**
 * What a name looks like: two names that a reader may take for one another have the same (UTS #39, section 4). Letters'
 * case, marks, spaces, punctuation and what can't be seen count for nothing, since beside a picture nobody tells them
 * apart; and i, whose capital looks like l, is l.
 */
export function skeletonOf(name: string): string {
  const letters = rectified(rectified(name)).replace(/i/g, 'l');
  const bare = letters.replace(/[\p{P}\p{S}]/gu, '');
  return bare === '' ? letters : bare;
}

function rectified(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\p{M}\p{Z}\p{C}]/gu, '');
  return rectifyConfusion(plain.toLowerCase());
}

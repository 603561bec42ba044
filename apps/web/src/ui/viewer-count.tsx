import './viewer-count.css';
import { Eye } from 'lucide-react';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';

/** How many watch; where room is short, without the word. */
export function ViewerCount(props: { readonly count: number }): ReactNode {
  const { count } = props;
  return (
    <span className="viewer-count numbers">
      <Eye aria-hidden />
      <span aria-hidden>{count}</span>
      <span className="viewer-count-word" aria-hidden>
        {commonText.viewersWord(count)}
      </span>
      <span className="visually-hidden">{commonText.viewers(count)}</span>
    </span>
  );
}

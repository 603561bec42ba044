import './embed.css';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { Notice } from '../ui/notice.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

type EmbedNoticeProps = {
  readonly title: string;
  readonly body: string;
  /** Its code. */
  readonly problem: string;
};

/** Says, in place of the player, why there is none. */
export function EmbedNotice({ title, body, problem }: EmbedNoticeProps): ReactNode {
  usePageTitle(commonText.pageTitle(title));
  return (
    <main className="embed embed-alone" data-state="failed" data-problem={problem}>
      <Notice level={1} title={title} body={body} />
    </main>
  );
}

import type { PackagingView } from '@tallylight/contract';
import type { ReactNode } from 'react';
import { studioText } from '../../text/studio.ts';
import { Notice } from '../../ui/notice.tsx';

type PackagingPanelProps = {
  /** Null where nothing is packaged. */
  readonly packaging: PackagingView | null;
};

/** What viewers over HTTP lack, and what the recording does: nothing where all is well. */
export function PackagingPanel({ packaging }: PackagingPanelProps): ReactNode {
  if (packaging === null) return null;
  const { packaging: text } = studioText;
  const { state, recording, shedHeights } = packaging;
  const isDown = state === 'down';
  const fault = recording === 'on' || recording === 'off' ? null : recording;
  const isShed = shedHeights.length > 0;
  if (!isDown && fault === null && !isShed) return null;
  return (
    <section className="panel" role="status" aria-label={text.title}>
      {isDown && <Notice {...text.down} />}
      {fault !== null && <Notice {...text.recordingStopped[fault]} />}
      {isShed && (
        <p className="panel-note" data-calm>
          {text.shed(shedHeights.map((height) => `${height}p`))}
        </p>
      )}
    </section>
  );
}

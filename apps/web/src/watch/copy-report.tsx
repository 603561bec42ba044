import { type ReactNode, useState } from 'react';
import { statisticsText } from '../text/watch-statistics.ts';
import { Button } from '../ui/button.tsx';

type CopyReportProps = {
  /** Writes it anew each time. */
  readonly report: () => string;
  readonly icon: ReactNode;
};

/** Puts a report on the clipboard; shows it where that is not allowed. */
export function CopyReport(props: CopyReportProps): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const [text, setText] = useState('');

  const copy = async (): Promise<void> => {
    const report = props.report();
    setText(report);
    try {
      await navigator.clipboard.writeText(report);
      setOutcome('copied');
    } catch {
      // No permission, or no secure page: the hand of the person needs none.
      setOutcome('failed');
    }
  };

  return (
    <>
      <span className="statistics-aside" role="status">
        {outcome === 'copied' && statisticsText.copied}
        {outcome === 'failed' && statisticsText.copyFailed}
      </span>
      <Button icon={props.icon} onClick={() => void copy()}>
        {statisticsText.copy}
      </Button>
      {outcome === 'failed' && (
        <textarea
          className="statistics-report"
          aria-label={statisticsText.reportLabel}
          readOnly
          rows={6}
          value={text}
          onFocus={(event) => event.target.select()}
        />
      )}
    </>
  );
}

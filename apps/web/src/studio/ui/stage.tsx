import './stage.css';
import { Camera } from 'lucide-react';
import type { ReactNode } from 'react';
import { commonText } from '../../text/every-page.ts';
import { studioText } from '../../text/studio.ts';
import { captureProblemText } from '../../text/studio-problems.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TallyMark } from '../../ui/tally-mark.tsx';
import type { CaptureSource } from '../capture/capture-error.ts';
import type { CaptureState } from '../capture/capture-state.ts';
import { browserFamily } from './browser-family.ts';
import { captureWords } from './capture-words.ts';
import type { StudioPageState } from './page-state.ts';
import { Preview } from './preview.tsx';

type StageProps = {
  readonly state: StudioPageState;
  readonly capture: CaptureState;
  readonly openDevices: (only: CaptureSource | null) => Promise<void>;
  /** Stands in the picture's place, once a broadcast is over. */
  readonly summary: ReactNode;
};

/** The picture, or what stands in its way. */
export function Stage(props: StageProps): ReactNode {
  return (
    <section className="stage" data-state={props.state} data-capture={props.capture.name}>
      <div className="stage-picture">{props.summary ?? <StageContent {...props} />}</div>
    </section>
  );
}

function StageContent(props: StageProps): ReactNode {
  const { capture, openDevices } = props;
  const { start } = studioText;
  switch (capture.name) {
    case 'closed':
      return (
        <div className="stage-card">
          <TallyMark />
          <h1>{start.title}</h1>
          <p>{start.body}</p>
          <Button
            look="primary"
            icon={<Camera aria-hidden />}
            onClick={() => void openDevices(null)}
          >
            {start.action}
          </Button>
        </div>
      );
    case 'asking':
      return (
        <div className="stage-card">
          <Spinner />
          <h1>{start.asking}</h1>
          <p>{start.askingHint}</p>
        </div>
      );
    case 'refused': {
      const { error, instead } = capture;
      const place = {
        browser: browserFamily(navigator.userAgent),
        address: new URL(window.location.href),
      };
      return (
        <Notice level={1} {...captureWords(error, place)}>
          <div className="notice-actions">
            <Button look="primary" onClick={() => void openDevices(null)}>
              {commonText.tryAgain}
            </Button>
            {instead !== null && (
              <Button onClick={() => void openDevices(instead)}>
                {captureProblemText.instead[instead]}
              </Button>
            )}
          </div>
        </Notice>
      );
    }
    case 'open':
      return <Preview capture={capture} />;
  }
}

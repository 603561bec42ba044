import './go-live-deck.css';
import { Mic, MicOff, Radio, Square, Video, VideoOff } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { studioText } from '../../text/studio.ts';
import { publishProblemText } from '../../text/studio-problems.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { whyNotLive } from './page-state.ts';
import { useStudioServices } from './studio-services.ts';
import type { Studio } from './use-studio.ts';

type GoLiveDeckProps = {
  readonly studio: Studio;
  readonly onEnd: () => void;
};

/** The buttons under the picture: what is sent, and whether. */
export function GoLiveDeck(props: GoLiveDeckProps): ReactNode {
  const { engines, capture } = props.studio;
  const camera = capture.name === 'open' ? capture.camera : null;
  const microphone = capture.name === 'open' ? capture.microphone : null;
  return (
    <div className="deck">
      <IconButton
        label={studioText.toggles.microphone}
        pressed={microphone !== null && !microphone.on}
        disabled={microphone === null}
        onClick={() => engines.capture.setOn('microphone', !microphone?.on)}
      >
        {microphone?.on === false ? <MicOff aria-hidden /> : <Mic aria-hidden />}
      </IconButton>
      <IconButton
        label={studioText.toggles.camera}
        pressed={camera !== null && !camera.on}
        disabled={camera === null}
        onClick={() => engines.capture.setOn('camera', !camera?.on)}
      >
        {camera?.on === false ? <VideoOff aria-hidden /> : <Video aria-hidden />}
      </IconButton>
      <MainAction {...props} />
    </div>
  );
}

function MainAction(props: GoLiveDeckProps): ReactNode {
  const { studio } = props;
  const { canPublish } = useStudioServices();
  const hintId = useId();
  const { goLive: text } = studioText;
  const end = (
    <Button icon={<Square aria-hidden />} onClick={props.onEnd}>
      {text.end}
    </Button>
  );
  switch (studio.publisher.name) {
    case 'idle': {
      const reason = whyNotLive(studio.capture, canPublish);
      const { error } = studio.publisher;
      const problem =
        reason === null && error !== null ? publishProblemText[error.reason].title : null;
      return (
        <>
          <p className="deck-hint" id={hintId} data-problem={problem !== null}>
            {reason ?? problem ?? text.onlyYou}
          </p>
          <Button
            look="primary"
            icon={<Radio aria-hidden />}
            unavailableBecause={reason === null ? undefined : hintId}
            onClick={() => void studio.goLive()}
          >
            {text.action}
          </Button>
        </>
      );
    }
    case 'starting':
      return (
        <>
          <p className="deck-hint">{text.confirming}</p>
          <Button onClick={() => void studio.engines.publisher.end()}>{text.cancel}</Button>
        </>
      );
    case 'on-air':
      return (
        <>
          <p className="deck-hint">{text.everybody}</p>
          {end}
        </>
      );
    case 'reconnecting':
      return (
        <>
          <p className="deck-hint">{text.returning}</p>
          {end}
        </>
      );
    case 'ended':
      return null;
  }
}

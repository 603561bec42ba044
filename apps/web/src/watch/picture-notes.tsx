import type { Player, PlayerSnapshot } from '@tallylight/player';
import { AudioLines, Play, VolumeX } from 'lucide-react';
import type { ReactNode } from 'react';
import { controlsText } from '../text/watch-controls.ts';
import { Button } from '../ui/button.tsx';
import type { Sound } from './sound.ts';

type PictureNotesProps = {
  readonly player: Player;
  readonly snapshot: PlayerSnapshot;
  readonly sound: Sound;
};

/** What there is to know or to press over a picture that plays. */
export function PictureNotes(props: PictureNotesProps): ReactNode {
  const { media, playBlocked, soundBlocked } = props.snapshot;
  return (
    <>
      {media !== null && !media.video && (
        <div className="state-card">
          <AudioLines aria-hidden />
          <p className="state-title">{controlsText.soundOnly}</p>
        </div>
      )}
      {playBlocked ? (
        <Button
          look="primary"
          className="tap-for-sound"
          icon={<Play aria-hidden />}
          onClick={() => void props.player.play()}
        >
          {controlsText.play}
        </Button>
      ) : (
        soundBlocked && <TapForSound sound={props.sound} />
      )}
    </>
  );
}

/** The one thing to press when the browser plays no sound before the viewer touched the page. */
function TapForSound(props: { readonly sound: Sound }): ReactNode {
  return (
    <Button
      look="primary"
      className="tap-for-sound"
      icon={<VolumeX aria-hidden />}
      onClick={props.sound.toggle}
    >
      {controlsText.sound.tap}
    </Button>
  );
}

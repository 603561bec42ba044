import { Volume1, Volume2, VolumeX } from 'lucide-react';
import type { ReactNode } from 'react';
import { watchText } from '../text/watch.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import type { Sound } from './use-sound.ts';

/** The one thing to press when the browser plays no sound before the viewer touched the page. */
export function TapForSound(props: { readonly sound: Sound }): ReactNode {
  return (
    <Button
      look="primary"
      className="tap-for-sound"
      icon={<VolumeX aria-hidden />}
      onClick={props.sound.toggle}
    >
      {watchText.sound.tap}
    </Button>
  );
}

/** Mute and volume. */
export function SoundButton(props: {
  readonly sound: Sound;
  readonly disabled: boolean;
}): ReactNode {
  const { sound, disabled } = props;
  const Icon = sound.isSilent ? VolumeX : sound.volume < 0.5 ? Volume1 : Volume2;
  const { sound: text } = watchText;
  const label = disabled ? text.none : sound.isSilent ? text.unmute : text.mute;
  return (
    <div className="sound">
      <IconButton label={label} disabled={disabled} onClick={sound.toggle}>
        <Icon aria-hidden />
      </IconButton>
      <input
        className="sound-volume"
        type="range"
        min={0}
        max={100}
        aria-label={text.volume}
        disabled={disabled}
        value={sound.isSilent ? 0 : Math.round(sound.volume * 100)}
        onChange={(event) => sound.setVolume(event.target.valueAsNumber / 100)}
      />
    </div>
  );
}

import { Volume1, Volume2, VolumeX } from 'lucide-react';
import type { ReactNode } from 'react';
import { controlsText } from '../text/watch-controls.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { Sound } from './sound.ts';

/** Mute and volume. */
export function SoundButton(props: {
  readonly sound: Sound;
  readonly disabled: boolean;
}): ReactNode {
  const { sound, disabled } = props;
  const Icon = sound.isSilent ? VolumeX : sound.volume < 0.5 ? Volume1 : Volume2;
  const { sound: text } = controlsText;
  const label = disabled ? text.none : sound.isSilent ? text.unmute : text.mute;
  return (
    <div className="sound">
      <IconButton
        label={label}
        hint={disabled ? label : controlsText.withKey(label, 'M')}
        disabled={disabled}
        onClick={sound.toggle}
      >
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

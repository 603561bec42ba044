import type { ViaReason } from '@tallylight/player';
import type { ReactNode } from 'react';
import { watchText } from '../text/watch.ts';
import { controlsText } from '../text/watch-controls.ts';
import { Button } from '../ui/button.tsx';
import type { Switch } from './switch.ts';

type ViaNoteProps = {
  readonly reason: ViaReason;
  readonly statistics: Switch;
};

/** Why it is not the way that was asked for, and where to read more of it. */
export function ViaNote({ reason, statistics }: ViaNoteProps): ReactNode {
  return (
    <div className="via-note">
      <p role="status">{controlsText.delivery.because[reason]}</p>
      {!statistics.isOn && (
        <Button look="plain" onClick={statistics.toggle}>
          {watchText.why}
        </Button>
      )}
    </div>
  );
}

import '../ui/field.css';
import type { Via } from '@tallylight/player';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { controlsText } from '../text/watch-controls.ts';

type DeliveryMenuProps = {
  /** How the picture comes now. */
  readonly via: Via;
  readonly onChoose: (via: Via) => void;
};

/** How the picture comes: a little sooner, or through any firewall. */
export function DeliveryMenu({ via, onChoose }: DeliveryMenuProps): ReactNode {
  const { delivery } = controlsText;
  return (
    <div className="select delivery" title={delivery.hint[via]}>
      <select
        aria-label={delivery.label}
        value={via}
        onChange={({ target }) => onChoose(target.value === 'hls' ? 'hls' : 'webrtc')}
      >
        <option value="webrtc">{delivery.webrtc}</option>
        <option value="hls">{delivery.hls}</option>
      </select>
      <ChevronDown aria-hidden />
    </div>
  );
}

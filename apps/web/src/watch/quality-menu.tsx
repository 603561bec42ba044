import '../ui/field.css';
import type { WatchedLayer } from '@tallylight/player';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { controlsText } from '../text/watch-controls.ts';
import type { Quality } from './use-quality.ts';

type QualityMenuProps = {
  readonly layers: readonly WatchedLayer[];
  readonly quality: Quality;
  /** How tall the picture is that is shown, in pixels; null while there is none. */
  readonly shownHeight: number | null;
};

/** How tall the picture may be; there is nothing to choose where the broadcast has one layer. */
export function QualityMenu(props: QualityMenuProps): ReactNode {
  const { layers, quality, shownHeight } = props;
  const { auto, autoNow } = controlsText.quality;
  const heights = [...new Set(layers.flatMap(({ height }) => height ?? []))].sort((a, b) => b - a);
  if (heights.length < 2) return null;
  // A choice made on another broadcast shows as what it comes to here.
  const { maxHeight } = quality;
  const fitting = heights.find((height) => maxHeight !== null && height <= maxHeight);
  const shown = maxHeight === null ? '' : String(fitting ?? heights.at(-1));
  return (
    <div className="select quality">
      <select
        aria-label={controlsText.quality.label}
        value={shown}
        onChange={({ target }) => quality.choose(target.value === '' ? null : Number(target.value))}
      >
        <option value="">
          {maxHeight === null && shownHeight !== null ? autoNow(shownHeight) : auto}
        </option>
        {heights.map((height) => (
          <option key={height} value={height}>
            {controlsText.quality.height(height)}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden />
    </div>
  );
}

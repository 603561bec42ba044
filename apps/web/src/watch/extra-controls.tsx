import {
  Activity,
  Captions,
  Ellipsis,
  Keyboard,
  PictureInPicture2,
  RectangleHorizontal,
} from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { controlsText } from '../text/watch-controls.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { Switch } from './switch.ts';

type ExtraControlsProps = {
  /** The menus. */
  readonly children: ReactNode;
  readonly captions: Switch | null;
  readonly smallWindow: Switch | null;
  readonly theatre: Switch | null;
  readonly statistics: Switch;
  readonly onKeys: () => void;
};

/** What is needed now and then: beside the other controls where there is room, in a menu of its own elsewhere. */
export function ExtraControls(props: ExtraControlsProps): ReactNode {
  const { captions, smallWindow, theatre, statistics } = props;
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return;
    const left = new AbortController();
    const close = (event: Event): void => {
      const isInside = event.target instanceof Node && place.current?.contains(event.target);
      if (!isInside) setOpen(false);
    };
    const { signal } = left;
    document.addEventListener('pointerdown', close, { signal });
    document.addEventListener('focusin', close, { signal });
    return () => left.abort();
  }, [isOpen]);

  const { withKey } = controlsText;
  const switches = [
    [controlsText.captions, 'C', captions, <Captions key="icon" aria-hidden />],
    [controlsText.smallWindow, 'P', smallWindow, <PictureInPicture2 key="icon" aria-hidden />],
    [controlsText.theatre, 'T', theatre, <RectangleHorizontal key="icon" aria-hidden />],
    [controlsText.statistics, 'I', statistics, <Activity key="icon" aria-hidden />],
  ] as const;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what is open in it, wherever the focus is there
    <div
      ref={place}
      className="extras"
      data-open={isOpen}
      onKeyDown={(event) => {
        if (!isOpen || event.key !== 'Escape') return;
        setOpen(false);
        place.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
      }}
    >
      <div className="extras-list" id={id}>
        {props.children}
        {switches.map(
          ([label, key, turned, icon]) =>
            turned !== null && (
              <IconButton
                key={label}
                label={label}
                hint={withKey(label, key)}
                pressed={turned.isOn}
                onClick={turned.toggle}
              >
                {icon}
              </IconButton>
            ),
        )}
        <IconButton
          label={controlsText.keys}
          hint={withKey(controlsText.keys, '?')}
          onClick={props.onKeys}
        >
          <Keyboard aria-hidden />
        </IconButton>
      </div>
      <IconButton
        label={controlsText.more}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Ellipsis aria-hidden />
      </IconButton>
    </div>
  );
}

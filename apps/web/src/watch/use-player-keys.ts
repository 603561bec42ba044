import { useEffect, useRef } from 'react';

export type PlayerKeys = {
  readonly togglePlay: () => void;
  readonly toggleSound: () => void;
  readonly toggleFullscreen: () => void;
};

/** Keys that viewers know from elsewhere; each is also a button. */
export function usePlayerKeys(keys: PlayerKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const action = actionFor(event);
      if (action === null) return;
      event.preventDefault();
      latest.current[action]();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'repeat' | 'defaultPrevented' | 'target'
>;

/** What a key does; null where it is the browser's, or belongs to the control that has the focus. */
export function actionFor(event: KeyPress): keyof PlayerKeys | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.defaultPrevented)
    return null;
  const tag = tagOf(event.target);
  if (tag === 'input' || tag === 'textarea' || tag === 'select') return null;
  switch (event.key.toLowerCase()) {
    case ' ':
      // The space bar presses the button or link that has the focus.
      return tag === 'button' || tag === 'a' ? null : 'togglePlay';
    case 'k':
      return 'togglePlay';
    case 'm':
      return 'toggleSound';
    case 'f':
      return 'toggleFullscreen';
    default:
      return null;
  }
}

function tagOf(target: EventTarget | null): string {
  const tag = target !== null && 'tagName' in target ? target.tagName : '';
  return typeof tag === 'string' ? tag.toLowerCase() : '';
}

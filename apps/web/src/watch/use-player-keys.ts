import { useEffect, useRef } from 'react';

/** What keys do; null where it can't be done now. */
export type PlayerKeys = Readonly<Record<KeyAction, (() => void) | null>>;

type KeyAction =
  | 'togglePlay'
  | 'toLive'
  | 'toStart'
  | 'back'
  | 'forward'
  | 'toggleSound'
  | 'louder'
  | 'quieter'
  | 'toggleFullscreen'
  | 'toggleTheatre'
  | 'toggleSmallWindow'
  | 'toggleCaptions'
  | 'toggleStatistics'
  | 'showKeys';

/** By KeyboardEvent.key, in lower case. */
const actions: Readonly<Record<string, KeyAction>> = {
  ' ': 'togglePlay',
  k: 'togglePlay',
  l: 'toLive',
  end: 'toLive',
  home: 'toStart',
  arrowleft: 'back',
  arrowright: 'forward',
  m: 'toggleSound',
  arrowup: 'louder',
  arrowdown: 'quieter',
  f: 'toggleFullscreen',
  t: 'toggleTheatre',
  p: 'toggleSmallWindow',
  c: 'toggleCaptions',
  i: 'toggleStatistics',
  '?': 'showKeys',
};

/** Those that do the same again while they are held down. */
const repeating: ReadonlySet<KeyAction> = new Set(['back', 'forward', 'louder', 'quieter']);

/** Keys that viewers know from elsewhere; each is also a button. */
export function usePlayerKeys(keys: PlayerKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const action = actionFor(event);
      const act = action === null ? null : latest.current[action];
      if (act === null) return;
      event.preventDefault();
      act();
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
export function actionFor(event: KeyPress): KeyAction | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return null;
  const key = event.key.toLowerCase();
  const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
  if (action === undefined || belongsTo(event.target, key)) return null;
  return event.repeat && !repeating.has(action) ? null : action;
}

/** What is pressed in a field is typed; arrows and their like move what can be moved, the space bar presses. */
function belongsTo(target: EventTarget | null, key: string): boolean {
  if (target === null || !('tagName' in target)) return false;
  const { tagName, type, isContentEditable, closest } = target as Partial<HTMLInputElement>;
  const tag = tagName?.toLowerCase() ?? '';
  const isMoving = key.startsWith('arrow') || key === 'home' || key === 'end';
  if (tag === 'input' && type === 'range') return isMoving;
  if (tag === 'input' || tag === 'textarea' || tag === 'select' || isContentEditable) return true;
  if (key === ' ') return tag === 'button' || tag === 'a' || tag === 'summary';
  // A dialog that is open, or something that scrolls, has its own use for them.
  const holder = closest?.call(target as Element, 'dialog, [data-scrolls]') ?? null;
  return holder !== null && (isMoving || holder.matches('dialog'));
}

import { expect, test } from 'vitest';
import { CaptureError } from '../capture/capture-error.ts';
import type { CaptureState } from '../capture/capture-state.ts';
import { studioPageState, whyNotLive } from './page-state.ts';

const open: CaptureState = { name: 'open', camera: null, microphone: null, note: null };
const closed: CaptureState = { name: 'closed' };
const refused: CaptureState = { name: 'refused', error: CaptureError.insecure(), instead: null };

test('devices make it ready, and from then on the publisher says where it stands', () => {
  const idle = { name: 'idle', error: null } as const;
  expect(studioPageState(closed, idle)).toBe('idle');
  expect(studioPageState(open, idle)).toBe('ready');
  expect(studioPageState(open, { name: 'starting' })).toBe('starting');
  expect(studioPageState(closed, { name: 'on-air', startedAtMs: 0 })).toBe('on-air');
});

test('what keeps from going live is said, each in its own words', () => {
  const reasons = [
    whyNotLive(closed, true),
    whyNotLive({ name: 'asking' }, true),
    whyNotLive(refused, true),
    whyNotLive(open, false),
  ];
  expect(new Set(reasons).size).toBe(4);
  expect(reasons).not.toContain(null);
  expect(whyNotLive(open, true)).toBeNull();
});

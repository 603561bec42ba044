import { expect, test } from 'vitest';
import { CaptureError } from './capture-error.ts';

test.each([
  ['NotAllowedError', 'Permission denied', 'denied'],
  ['NotAllowedError', 'Permission dismissed', 'denied'],
  ['NotAllowedError', 'Permission denied by system', 'denied-by-system'],
  ['SecurityError', '', 'denied'],
  ['NotFoundError', 'Requested device not found', 'not-found'],
  ['NotReadableError', 'Could not start video source', 'in-use'],
  ['AbortError', 'Starting videoinput failed', 'in-use'],
  ['OverconstrainedError', '', 'impossible'],
  ['InvalidStateError', '', 'other'],
])('%s (%s) is %s', (name, message, reason) => {
  const cause = new DOMException(message, name);
  expect(CaptureError.from(cause, 'camera')).toMatchObject({ reason, source: 'camera', cause });
});

test('what is no error at all has an unknown reason', () => {
  expect(CaptureError.from('no', 'both').reason).toBe('other');
});

test('an error that was read already stays as it is', () => {
  const error = CaptureError.insecure();
  expect(CaptureError.from(error, 'camera')).toBe(error);
});

test('the same failure can be said of another source', () => {
  const cause = new DOMException('', 'NotAllowedError');
  const error = CaptureError.from(cause, 'both').of('microphone');
  expect(error).toMatchObject({ reason: 'denied', source: 'microphone', cause });
});

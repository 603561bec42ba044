import { expect, test } from 'vitest';
import { CaptureError } from '../capture/capture-error.ts';
import { captureWords } from './capture-words.ts';

const place = {
  browser: 'chromium' as const,
  address: new URL('http://10.0.0.7:8080/studio/live#key=secret'),
};

test.each([
  ['NotAllowedError', 'This page may not use your camera'],
  ['NotFoundError', 'No camera found'],
  ['NotReadableError', 'The camera is busy'],
  ['OverconstrainedError', 'The camera can’t do what was asked'],
  ['InvalidStateError', 'The camera did not start'],
])('%s is told as "%s", with steps', (name, title) => {
  const words = captureWords(CaptureError.from(new DOMException('', name), 'camera'), place);
  expect(words.title).toBe(title);
  expect(words.body).not.toBe('');
  expect(words.steps.length).toBeGreaterThan(0);
});

test('every cause has words of its own', () => {
  const names = [
    'NotAllowedError',
    'NotFoundError',
    'NotReadableError',
    'OverconstrainedError',
    'X',
  ];
  const errors = [
    ...names.map((name) => CaptureError.from(new DOMException('', name), 'microphone')),
    CaptureError.from(new DOMException('denied by system', 'NotAllowedError'), 'microphone'),
    CaptureError.insecure(),
    CaptureError.unsupported(),
  ];
  const titles = errors.map((error) => captureWords(error, place).title);
  expect(new Set(titles).size).toBe(errors.length);
});

test('two devices are told in the plural', () => {
  const busy = CaptureError.from(new DOMException('', 'NotReadableError'), 'both');
  expect(captureWords(busy, place).title).toBe('Camera and microphone are busy');
});

test('the steps against a refusal are those of the browser', () => {
  const denied = CaptureError.from(new DOMException('', 'NotAllowedError'), 'both');
  const steps = (['chromium', 'firefox', 'safari', 'other'] as const).map((browser) =>
    captureWords(denied, { ...place, browser }).steps.join(),
  );
  expect(new Set(steps).size).toBe(4);
});

test('an insecure address is answered with a secure one, without the key', () => {
  const { steps } = captureWords(CaptureError.insecure(), place);
  expect(steps[0]).toContain('http://localhost:8080/studio/live.');
  expect(steps.join()).not.toContain('secret');
});

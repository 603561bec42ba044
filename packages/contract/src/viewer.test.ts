import { expect, test } from 'vitest';
import { presenceSchema, troubleReportSchema } from './viewer.ts';

const viewer = '6f1c2b9e-8a57-4c0e-9b59-1c1f0e6f7a10';

test.each([
  { viewer, via: 'webrtc' },
  { viewer: 'abcdefgh', via: 'hls', leaving: true },
  { viewer, via: 'hls', of: 'a later version' },
])('%j is a presence', (body) => {
  expect(presenceSchema.safeParse(body).success).toBe(true);
});

test.each([
  { viewer: 'short', via: 'hls' },
  { viewer: 'x'.repeat(65), via: 'hls' },
  { viewer: 'with space', via: 'hls' },
  { viewer: '__proto__', via: 'hls' },
  { viewer, via: 'smoke signals' },
  { viewer },
  [viewer],
  null,
])('%j is none', (body) => {
  expect(presenceSchema.safeParse(body).success).toBe(false);
});

test.each([
  [{ viewer, stage: 'ice-udp' }, true],
  [{ viewer, stage: 'decode', detail: 'x'.repeat(200) }, true],
  [{ viewer, stage: 'decode', detail: 'x'.repeat(201) }, false],
  [{ viewer, stage: 'weather' }, false],
  [{ stage: 'decode' }, false],
])('whether %j is a report: %j', (body, isOne) => {
  expect(troubleReportSchema.safeParse(body).success).toBe(isOne);
});

import { expect, test } from 'vitest';
import { withSeparateStreams } from './separate-streams.ts';

test('each section gets a stream of its own, and nothing else changes', () => {
  const answer =
    'v=0\r\nm=audio 9 X 111\r\na=msid:b 1\r\na=mid:0\r\nm=video 9 X 102\r\na=msid:b 2\r\na=mid:1\r\n';
  expect(withSeparateStreams(answer)).toBe(
    'v=0\r\nm=audio 9 X 111\r\na=msid:b-1 1\r\na=mid:0\r\nm=video 9 X 102\r\na=msid:b-2 2\r\na=mid:1\r\n',
  );
});

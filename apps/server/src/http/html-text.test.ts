import { expect, test } from 'vitest';
import { htmlTag, htmlText } from './html-text.ts';

test.each([
  ['</title><script>alert(1)</script>', '&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['" onload="x', '&quot; onload=&quot;x'],
  ["' onload='x", '&#39; onload=&#39;x'],
  ['&lt;', '&amp;lt;'],
  ['Grüße 🎥', 'Grüße 🎥'],
])('%s is only text', (text, written) => {
  expect(htmlText(text)).toBe(written);
});

test('a tag has the attributes that there are', () => {
  expect(htmlTag('meta', { property: 'og:image:width', content: 640, title: null })).toBe(
    '<meta property="og:image:width" content="640">',
  );
  expect(htmlTag('meta', { content: '"><script>' })).toBe(
    '<meta content="&quot;&gt;&lt;script&gt;">',
  );
});

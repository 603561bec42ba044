import { expect, it } from 'vitest';
import { shellCommand } from './shell-words.ts';

it.each([
  [['ninja', '-C', 'out', '-j', '2'], undefined, 'ninja -C out -j 2'],
  [
    ['meson', 'setup', '-Db_ndebug=true'],
    '/tmp/a b',
    "cd '/tmp/a b' && meson setup -Db_ndebug=true",
  ],
  [['echo', "it's $HOME", ''], undefined, `echo 'it'\\''s $HOME' ''`],
])('writes %j in %j', (words, folder, command) => {
  expect(shellCommand(words, folder)).toBe(command);
});

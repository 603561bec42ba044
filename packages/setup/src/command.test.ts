import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { commandLine } from './command.js';

it('writes a line that a shell reads back as the same words', () => {
  const args = ['-c', 'printf %s "$GREETING"; printf "|%s" "$@"', 'sh', "it's", 'a b', '', '$HOME'];
  const line = commandLine({ file: 'sh', args, env: { GREETING: 'good day' } });
  expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe("good day|it's|a b||$HOME");
});

it('prefers what a person would type', () => {
  expect(commandLine({ file: 'npx', args: ['--reporter=x'], byHand: 'npx' })).toBe('npx');
});

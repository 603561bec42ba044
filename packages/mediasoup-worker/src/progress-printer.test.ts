import { expect, it } from 'vitest';
import { ProgressPrinter } from './progress-printer.ts';

function printed(isTTY: boolean, columns = 80): { printer: ProgressPrinter; text: () => string } {
  let text = '';
  const write = (piece: string): void => {
    text += piece;
  };
  return { printer: new ProgressPrinter({ isTTY, columns, write }), text: () => text };
}

function compile(printer: ProgressPrinter, total: number): void {
  for (let done = 1; done <= total; done += 1) {
    const detail = `${done} of ${total} files`;
    printer.print({ kind: 'fraction', step: 'compile', fraction: done / total, detail });
  }
}

it('prints a line every 10 % where there is no terminal', () => {
  const { printer, text } = printed(false);
  printer.print({ kind: 'step', step: 'compile', message: 'compiling' });
  compile(printer, 279);
  const lines = text().trimEnd().split('\n');
  expect(lines).toHaveLength(11);
  expect(lines[1]).toBe('   10 %  28 of 279 files');
  expect(lines[10]).toBe('  100 %  279 of 279 files');
});

it('starts to count again with the next step', () => {
  const { printer, text } = printed(false);
  printer.print({ kind: 'fraction', step: 'prebuilt', fraction: 1, detail: 'all' });
  printer.print({ kind: 'fraction', step: 'compile', fraction: 0.1, detail: 'some' });
  expect(text()).toContain('some');
});

it('moves one bar on a terminal, inside its width', () => {
  const { printer, text } = printed(true, 41);
  compile(printer, 4);
  const frames = text().split('\r\u001b[K').slice(1);
  expect(frames[0]).toBe('[######..................]  25 %  1 of 4');
  expect(frames.at(-1)).toMatch(/^\[#{24}\] 100 % .*\n$/);
  for (const frame of frames) expect(frame.trimEnd().length).toBeLessThan(41);
});

it('puts a line of text in the place of the bar', () => {
  const { printer, text } = printed(true);
  printer.print({ kind: 'fraction', step: 'compile', fraction: 0.5, detail: 'half' });
  printer.print({ kind: 'note', message: 'a note' });
  expect(text().endsWith('half\r\u001b[K  a note\n')).toBe(true);
});

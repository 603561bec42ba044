import { expect, test, vi } from 'vitest';
import { StateCell } from './state-cell.ts';

test('tells of changes, and of nothing else', () => {
  const cell = new StateCell('a');
  const listener = vi.fn();
  const undo = cell.subscribe(listener);
  cell.set('a');
  expect(listener).not.toHaveBeenCalled();
  cell.set('b');
  expect(listener).toHaveBeenCalledTimes(1);
  expect(cell.get()).toBe('b');
  undo();
  cell.set('c');
  expect(listener).toHaveBeenCalledTimes(1);
});

test('a listener may undo another while both are told', () => {
  const cell = new StateCell(0);
  const second = vi.fn();
  const undos: Array<() => void> = [];
  cell.subscribe(() => undos[0]?.());
  undos.push(cell.subscribe(second));
  cell.set(1);
  cell.set(2);
  expect(second).toHaveBeenCalledTimes(1);
});

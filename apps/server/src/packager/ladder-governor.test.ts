import { expect, test } from 'vitest';
import { FakeClock } from '../live/fake-clock.ts';
import { LadderGovernor } from './ladder-governor.ts';
import { type FlowingLayer, makePlan, type Plan } from './plan.ts';
import { flowing } from './testing/flowing-layer.ts';

const publisher = [flowing(0, 1080)];

/** What 1080 lines are made of, with so many rungs left out. */
const planOf = (shed: number, layers: readonly FlowingLayer[] = publisher): Plan =>
  makePlan(layers, { heights: [1080, 720, 480, 240], shed, hasAudio: true });

function watch() {
  const clock = new FakeClock();
  const machine = { lagMs: 0, idleFraction: 1 };
  const changes: string[] = [];
  const governor = new LadderGovernor({
    clock,
    lagMs: () => machine.lagMs,
    idleFraction: () => machine.idleFraction,
    onChange: (shed, before) => {
      changes.push(`${before} -> ${shed}`);
      governor.follow(planOf(shed));
    },
  });
  governor.follow(planOf(0));
  return { clock, machine, changes, governor };
}

test('rungs are shed from the top while FFmpeg falls behind, one at a time, and stay away while there is no room', () => {
  const { clock, machine, changes, governor } = watch();
  clock.advance(20_000);
  expect(changes).toEqual([]);
  machine.lagMs = 4_000;
  machine.idleFraction = 0;
  clock.advance(1_000);
  expect(changes).toEqual(['0 -> 1']);
  expect(planOf(governor.shed).shedHeights).toEqual([720]);
  clock.advance(4_000);
  expect(changes).toHaveLength(1);
  clock.advance(20_000);
  expect(changes).toEqual(['0 -> 1', '1 -> 2', '2 -> 3']);
  machine.lagMs = 0;
  clock.advance(120_000);
  expect(governor.shed).toBe(3);
});

test('they come back one by one where there is room', () => {
  const { clock, machine, changes, governor } = watch();
  machine.lagMs = 4_000;
  clock.advance(12_000);
  machine.lagMs = 0;
  expect(governor.shed).toBe(2);
  clock.advance(60_000);
  expect(changes).toEqual(['0 -> 1', '1 -> 2', '2 -> 1', '1 -> 0']);
  expect(governor.shed).toBe(0);
});

test('another publisher is judged anew, the same one not', () => {
  const { clock, machine, governor } = watch();
  machine.lagMs = 4_000;
  clock.advance(7_000);
  expect(governor.shed).toBe(1);
  governor.follow(planOf(1));
  expect(governor.shed).toBe(1);
  governor.follow(planOf(0, [flowing(0, 720)]));
  expect(governor.shed).toBe(0);
});

test('FFmpeg that broke and was started again has time to catch up, and sheds nothing by that', () => {
  const { clock, machine, changes, governor } = watch();
  clock.advance(20_000);
  governor.settle();
  machine.lagMs = 2_000;
  clock.advance(1_000);
  machine.lagMs = 4_000;
  clock.advance(3_500);
  expect(changes).toEqual([]);
  clock.advance(1_000);
  expect(changes).toEqual(['0 -> 1']);
});

test('after the end it watches nothing', () => {
  const { clock, governor } = watch();
  expect(clock.pending).toBe(1);
  governor.close();
  expect(clock.pending).toBe(0);
});

import { describe, expect, it } from 'vitest';
import { Governor } from './governor.ts';

/**
 * A machine in which a transcoder runs as fast as what the rungs need and what is left for them allow; each change
 * starts it again without lag.
 */
class Machine {
  readonly costs = [0.1, 0.2, 0.4, 0.7];
  readonly cores = 2;
  /** Cores that others take. */
  othersTake = 0.1;
  seconds = 0;
  steps: string[] = [];
  readonly governor = new Governor({
    costs: this.costs,
    cores: this.cores,
    now: () => this.seconds * 1000,
  });
  #lagMs = 0;

  run(seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      this.seconds++;
      const before = this.governor.allowed;
      const wanted = this.costs.slice(0, before).reduce((sum, cost) => sum + cost, 0);
      const got = Math.min(wanted, this.cores - this.othersTake);
      const speed = wanted === 0 ? 1 : got / wanted;
      this.#lagMs = Math.max(50, this.#lagMs + (1 - speed) * 1000);
      const idleFraction = (this.cores - this.othersTake - got) / this.cores;
      const allowed = this.governor.judge({ lagMs: this.#lagMs, idleFraction });
      if (allowed === before) continue;
      this.steps.push(`${this.seconds}:${allowed}`);
      this.#lagMs = 0;
    }
  }
}

describe('Governor', () => {
  it('lets every rung run on a machine that can carry them', () => {
    const machine = new Machine();
    machine.run(3600);
    expect(machine.steps).toEqual([]);
  });

  it('sheds the top rung and stops there, where that is enough', () => {
    const machine = new Machine();
    machine.othersTake = 1;
    machine.run(30);
    expect(machine.steps).toHaveLength(1);
    expect(machine.governor.allowed).toBe(3);
  });

  it('waits between steps, and sheds one after the other until speed is kept', () => {
    const machine = new Machine();
    machine.othersTake = 1.8;
    machine.run(120);
    expect(machine.governor.allowed).toBe(1);
    const times = machine.steps.map((step) => Number(step.split(':')[0]));
    expect(times).toHaveLength(3);
    times.slice(1).forEach((time, index) => {
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(5);
    });
  });

  it('brings a rung back when there is room for it with something to spare', () => {
    const machine = new Machine();
    machine.othersTake = 1;
    machine.run(30);
    machine.othersTake = 0.1;
    machine.run(30);
    expect(machine.governor.allowed).toBe(4);
    machine.run(600);
    expect(machine.governor.allowed).toBe(4);
  });

  it('brings none back where room is short of what the rung needs', () => {
    const machine = new Machine();
    machine.othersTake = 1;
    machine.run(3600);
    expect(machine.steps).toHaveLength(1);
  });

  it('tries ever more seldom where rungs come back in vain', () => {
    let seconds = 0;
    const governor = new Governor({ costs: [0.5], cores: 2, now: () => seconds * 1000 });
    const returns: number[] = [];
    let lagMs = 0;
    for (; seconds < 3600; seconds++) {
      const before = governor.allowed;
      // There seems to be room, yet each time the rung runs it falls behind.
      lagMs = before === 0 ? 0 : lagMs + 400;
      if (governor.judge({ lagMs, idleFraction: 0.9 }) > before) returns.push(seconds);
    }
    const waits = returns.slice(1).map((time, index) => time - (returns[index] ?? 0));
    expect(waits.length).toBeGreaterThan(3);
    waits.slice(1, 5).forEach((wait, index) => {
      expect(wait).toBeGreaterThan((waits[index] ?? 0) * 1.4);
    });
  });

  it('forgives lag that is getting less, as after a start, but not very long lag', () => {
    let seconds = 0;
    const governor = new Governor({ costs: [0.1, 0.2], cores: 2, now: () => seconds * 1000 });
    for (const lagMs of [2900, 2500, 2100, 1700, 1400, 1200, 1050, 900, 400]) {
      seconds++;
      expect(governor.judge({ lagMs, idleFraction: 0 })).toBe(2);
    }
    seconds++;
    expect(governor.judge({ lagMs: 3100, idleFraction: 0 })).toBe(1);
  });

  it('goes down to no rung at all, and no further', () => {
    let seconds = 0;
    const governor = new Governor({ costs: [0.1, 0.2], cores: 2, now: () => seconds * 1000 });
    for (; seconds < 100; seconds++) governor.judge({ lagMs: 5000 + seconds, idleFraction: 0 });
    expect(governor.allowed).toBe(0);
  });
});

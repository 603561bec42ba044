import { cpus } from 'node:os';

type Times = { readonly idle: number; readonly total: number };

/** How busy all processors of the machine were between two looks. */
export class MachineLoad {
  #last = readTimes();

  /** What part of their time they had nothing to do since the last look, 0 to 1. */
  idleFraction(): number {
    const now = readTimes();
    const idle = now.idle - this.#last.idle;
    const total = now.total - this.#last.total;
    this.#last = now;
    return total <= 0 ? 1 : idle / total;
  }
}

function readTimes(): Times {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.idle + times.user + times.nice + times.sys + times.irq;
  }
  return { idle, total };
}

// The process in which a candidate is proved. It reports one ProofReport to its parent and waits
// to be ended with its whole process group, so that no candidate outlives its proof.
import { setLogEventListeners } from 'mediasoup';
import { runMediaLoop } from './media-loop.ts';
import type { ProofReport } from './proof.ts';
import { describeDeath } from './worker-death.ts';

const binary = process.argv[2] ?? '';
const complaints: string[] = [];

process.on('disconnect', () => process.exit(1));
// What the worker prints comes as log lines of mediasoup's.
setLogEventListeners({ onerror: (_namespace, line) => complaints.push(line) });

async function report(): Promise<ProofReport> {
  try {
    return { ok: true, packets: await runMediaLoop(binary) };
  } catch (error) {
    const last = complaints.filter((line) => line.includes('(stderr)')).at(-1);
    return {
      ok: false,
      why: [describeDeath(error), ...(last === undefined ? [] : [last])].join('; '),
    };
  }
}

process.send?.(await report());

import { setTimeout as delay } from 'node:timers/promises';
import { SyntheticError } from '../errors.ts';
import { percentiles } from '../percentiles.ts';
import { SyntheticViewer, type ViewerStats } from '../viewer.ts';
import type { WatchCommand } from './command-line.ts';
import { cell, shortest, type Terminal, table, waitUntil } from './terminal.ts';

const progressEveryMs = 1000;

/** Runs `watch`; returns the exit code: 1 if no viewer saw or heard anything. */
export async function runWatch(command: WatchCommand, terminal: Terminal): Promise<number> {
  const viewers: SyntheticViewer[] = [];
  const errors: string[] = [];
  const progress = setInterval(() => {
    if (!command.json) terminal.err(`${progressLine(viewers, command.viewers)}\n`);
  }, progressEveryMs);

  const joining: Promise<void>[] = [];
  for (let index = 0; index < command.viewers && !terminal.interrupted.aborted; index++) {
    if (index > 0 && command.staggerMs > 0) await delay(command.staggerMs);
    joining.push(join(command, terminal, viewers, errors));
  }
  await Promise.all(joining);
  if (viewers.length > 0) {
    const endsAfterMs = shortest(command.durationMs, command.vanishAfterMs);
    await waitUntil(terminal, endsAfterMs, Promise.all(viewers.map(({ lost }) => lost)));
  }
  clearInterval(progress);

  const stats = viewers.map((viewer) => viewer.stats());
  const vanishes = command.vanishAfterMs !== undefined;
  await Promise.allSettled(viewers.map((viewer) => (vanishes ? viewer.vanish() : viewer.end())));
  if (command.json)
    terminal.out(`${JSON.stringify({ url: command.url, viewers: stats, errors })}\n`);
  else terminal.out(summary(stats));
  return stats.some(({ firstFrameMs }) => firstFrameMs !== null) ? 0 : 1;
}

/** One viewer's join; what goes wrong is told and leaves the others alone. */
async function join(
  { url, token, timeoutMs, codec }: WatchCommand,
  terminal: Terminal,
  viewers: SyntheticViewer[],
  errors: string[],
): Promise<void> {
  const fail = (error: unknown): void => {
    if (!(error instanceof SyntheticError)) throw error;
    errors.push(error.message);
    terminal.err(`${error.message}\n`);
  };
  try {
    const signal = terminal.interrupted;
    const viewer = await SyntheticViewer.start({ url, token, timeoutMs, signal, codec });
    viewers.push(viewer);
    void viewer.lost.then(fail);
  } catch (error) {
    fail(error);
  }
}

function progressLine(viewers: readonly SyntheticViewer[], wanted: number): string {
  const stats = viewers.map((viewer) => viewer.stats());
  const sum = (pick: (one: ViewerStats) => number): number =>
    stats.reduce((total, one) => total + pick(one), 0);
  return [
    `${viewers.filter((viewer) => viewer.hasPlayed).length} of ${wanted} play`,
    `${cell(sum(({ fps }) => fps) / Math.max(1, stats.length), 1)} fps`,
    `${cell(sum(({ bitrateKbps }) => bitrateKbps))} kbit/s in all`,
    `${sum(({ lost }) => lost)} packets lost`,
    `${sum(({ freezes }) => freezes)} freezes`,
  ].join(', ');
}

function summary(stats: readonly ViewerStats[]): string {
  const header = [
    ...['viewer', 'answer ms', 'first frame ms', 'size', 'frames', 'fps', 'kbit/s'],
    ...['packets', 'lost', 'repaired', 'freezes', 'latency p50', 'p95'],
  ];
  const rows = stats.map((one, index) => [
    `${index + 1}`,
    cell(one.postToAnswerMs),
    cell(one.firstFrameMs),
    `${one.width}x${one.height}`,
    `${one.frames}`,
    cell(one.fps, 1),
    cell(one.bitrateKbps),
    `${one.packets}`,
    `${one.lost}`,
    `${one.repaired}`,
    `${one.freezes}`,
    cell(one.latencyMs?.p50, 1),
    cell(one.latencyMs?.p95, 1),
  ]);
  const joins = percentiles(stats.flatMap(({ firstFrameMs }) => firstFrameMs ?? []));
  const joined =
    joins === undefined
      ? 'no viewer saw anything\n'
      : `${joins.samples} of ${stats.length} played, first frame p50 ${cell(joins.p50)} ms, p95 ${cell(joins.p95)} ms\n`;
  return `${rows.length === 0 ? '' : table([header, ...rows])}${joined}`;
}

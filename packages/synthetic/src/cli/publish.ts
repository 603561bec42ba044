import { type PublisherStats, SyntheticPublisher } from '../publisher.ts';
import type { PublishCommand } from './command-line.ts';
import { cell, shortest, type Terminal, table, waitUntil } from './terminal.ts';

const progressEveryMs = 1000;

/** Runs `publish`; returns the exit code. */
export async function runPublish(command: PublishCommand, terminal: Terminal): Promise<number> {
  const { clip, profile, fillToBitrate, choice, ...rest } = command;
  const publisher = await SyntheticPublisher.start({
    ...rest,
    ...choice,
    ...(clip === undefined ? {} : { clip }),
    ...(profile === undefined ? {} : { profile }),
    ...(fillToBitrate === undefined ? {} : { fillToBitrate }),
    signal: terminal.interrupted,
  });
  const progress = setInterval(() => {
    if (!command.json) terminal.err(`${progressLine(publisher.stats())}\n`);
  }, progressEveryMs);
  let wasLost = false;
  const lost = publisher.lost.then((why) => {
    wasLost = true;
    terminal.err(`${why.message}\n`);
  });
  await waitUntil(terminal, shortest(command.durationMs, command.vanishAfterMs), lost);
  clearInterval(progress);

  const stats = publisher.stats();
  if (command.vanishAfterMs !== undefined) await publisher.vanish();
  else await publisher.end();
  terminal.out(
    command.json ? `${JSON.stringify({ url: command.url, ...stats })}\n` : summary(stats),
  );
  return wasLost ? 1 : 0;
}

function progressLine(stats: PublisherStats): string {
  return [
    `${cell(stats.sentForMs / 1000)} s`,
    `${stats.frames} frames`,
    `${cell(stats.bitrateKbps)} kbit/s`,
    `${stats.keyFrameRequests} key frame requests`,
    `loss ${cell(stats.fractionLost * 100, 1)} %`,
    `round trip ${cell(stats.roundTripMs, 1)} ms`,
  ].join(', ');
}

function summary(stats: PublisherStats): string {
  const rows = stats.layers.map((layer) => [
    `layer ${layer.rid}`,
    `${layer.width}x${layer.height}`,
    cell((layer.bytes * 8) / stats.sentForMs),
    `${layer.packets}`,
    `${layer.retransmitted}`,
    `${layer.keyFrameRequests}`,
  ]);
  const header = ['', 'size', 'kbit/s', 'packets', 'sent again', 'key frame requests'];
  return [
    `sent ${cell(stats.sentForMs / 1000, 1)} s, ${stats.frames} frames, ${stats.audioPackets} audio packets\n`,
    `answer after ${cell(stats.postToAnswerMs)} ms, sending after ${cell(stats.joinMs)} ms\n`,
    rows.length === 0 ? '' : table([header, ...rows]),
  ].join('');
}

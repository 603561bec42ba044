/**
 * One long broadcast, and then its recording: every rendition is decoded from end to end, and the pictures' time codes
 * are held against the pips of the sound.
 */
import { routes } from '@tallylight/contract';
import { standardRecipe } from '@tallylight/synthetic';
import { lasting } from '../rig/lasting.ts';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { between, checkRendition, type RenditionFindings } from './checks.ts';
import { readRecording } from './recording.ts';

/** Sound and picture belong together within this, in every rendition. */
const asideMs = 40;
/** What is missing at the begin and at the end, where renditions start and stop in their own time. */
const missingS = 6;
/** When the server has warmed up, and its memory is weighed for the first time, in ms. */
const warmUp = { mostMs: 30_000, share: 1 / 3 };

/** @returns what is wrong */
export async function soakBroadcast(minutes: number): Promise<string[]> {
  const server = await ServerUnderTest.start({
    TALLYLIGHT_PACKAGER: 'true',
    TALLYLIGHT_LOG_LEVEL: 'info',
  });
  try {
    return await soak(server, minutes);
  } finally {
    await server.stop();
  }
}

async function soak(server: ServerUnderTest, minutes: number): Promise<string[]> {
  const warmUpMs = Math.min(warmUp.mostMs, minutes * 60_000 * warmUp.share);
  // Asked for a key frame, the clip jumps to its next one: its pictures would leave its sound.
  const publisher = await server.publish({ layers: 3, ignoresKeyFrameRequests: true });
  await lasting(warmUpMs);
  const before = await server.footprint();
  await lasting(minutes * 60_000 - warmUpMs);
  const after = await server.footprint();
  const { sentForMs, frames } = publisher.stats();
  await publisher.end();
  console.log(`on air for ${(sentForMs / 1000).toFixed(1)} s`);
  for (const [when, { nodeMb, workerMb }] of [
    ['after the start', before],
    ['at the end', after],
  ] as const) {
    console.log(`memory ${when}: server ${nodeMb.toFixed(0)} MB, worker ${workerMb.toFixed(0)} MB`);
  }
  const failures = server.logged('packager failed');
  for (const line of [...failures, ...server.logged('shed')]) console.log(line);

  const recording = await readRecording(server.url + routes.hls(server.channel));
  const findings: RenditionFindings[] = [];
  for (const rendition of recording) findings.push(await checkRendition(rendition));
  // Held up by a busy machine it leaves out pictures and goes on with the next ones: they are late from then on.
  const heldUpS = sentForMs / 1000 - frames / standardRecipe.frameRate;
  return [
    ...(heldUpS > asideMs / 1000 / 2
      ? [`the publisher was held up for ${heldUpS.toFixed(2)} s: the machine is too busy to tell`]
      : []),
    ...failures.map(() => 'the packager was started again'),
    ...judge(findings, sentForMs / 1000),
  ];
}

function judge(findings: readonly RenditionFindings[], sentS: number): string[] {
  const problems: string[] = [];
  const sound = findings.find(({ id }) => id === 'audio')?.placesMs ?? [];
  const reference = sound.find((place) => place !== null) ?? null;
  if (reference === null) problems.push('no pip was heard');
  for (const { id, durationS, gaps, discontinuities, complaints, placesMs } of findings) {
    const aside = placesMs.map((place) =>
      place === null || reference === null ? null : between(place, reference),
    );
    const shown = aside.map((ms) => (ms === null ? '–' : ms.toFixed(0))).join(' ');
    console.log(
      `${id}: ${durationS.toFixed(1)} s, ${gaps} gaps, ${discontinuities} discontinuities, ` +
        `${complaints.length} lines of FFmpeg, ms from the sound: ${shown}`,
    );
    problems.push(...complaints.slice(0, 5).map((line) => `${id}: ${line}`));
    if (durationS < sentS - missingS) problems.push(`${id} has ${durationS} s of ${sentS} s`);
    if (aside.some((ms) => ms === null)) problems.push(`${id}: a point has no time code or pip`);
    if (aside.some((ms) => Math.abs(ms ?? 0) > asideMs)) problems.push(`${id} leaves the sound`);
  }
  return problems;
}

/** Viewers who watch for long, over WebRTC and over HLS: stalls, latency, and what their pages keep. */
import { autoplay, launchChromium } from '../rig/chromium.ts';
import { packagingSettings, untilPackaged } from '../rig/packaging-test.ts';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { LongViewer, type Watched } from './long-viewer.ts';
import { type Standstill, Standstills } from './standstills.ts';

/** Latency at the end may differ from that at the start by this share. */
const latencyShare = 0.2;
/** Less than one frame of 30 a second is no drift: a picture is shown with the one or with the next. */
const frameMs = 1_000 / 30;
/** What a page may keep more with every minute, in kB: less than a hundredth of what it has. */
const slopeKbPerMinute = 30;

/** So far back viewers can go, in minutes: as long as the list of that grows, so does what pages keep. */
const dvrMinutes = 2;

/** @returns what is wrong */
export async function soakWatch(minutes: number): Promise<string[]> {
  const server = await ServerUnderTest.start({
    ...packagingSettings,
    TALLYLIGHT_DVR_MINUTES: String(dvrMinutes),
  });
  const browser = await launchChromium(autoplay);
  try {
    await using _publisher = await server.publish({ layers: 3 });
    await untilPackaged(server, 5_000);
    // Each in a window of its own: what lies behind another is painted once a second.
    const window = () => browser.newContext({ baseURL: server.url });
    const viewers = [
      await LongViewer.open(await window(), server.channel, 'webrtc'),
      await LongViewer.open(await window(), server.channel, 'hls'),
    ];
    const standstills = await Standstills.watch(browser);
    const all = await Promise.all(viewers.map((viewer) => viewer.watch(minutes * 60_000)));
    const isMachines = await standstills.end();
    return all.flatMap((watched) => judge(watched, isMachines));
  } finally {
    await browser.close();
    await server.stop();
  }
}

function judge(
  { via, stalls, latencyMs, heapKb, slopeKb, nodes }: Watched,
  isMachines: (stall: Standstill) => boolean,
): string[] {
  const [before, after] = latencyMs;
  const own = stalls.filter((stall) => !isMachines(stall));
  console.log(
    `${via}: ${stalls.length} stalls (${lengths(stalls)} ms), ${own.length} of them while the machine ran on (${lengths(own)} ms), ` +
      `latency ${before} to ${after} ms, heap ${heapKb.join(' to ')} kB, ${slopeKb.toFixed(1)} kB a minute, ${nodes.join(' to ')} nodes`,
  );
  const problems: string[] = [];
  if (own.length > 0) problems.push(`${via} stalled ${own.length} times`);
  if (Math.abs(after - before) > Math.max(before * latencyShare, frameMs)) {
    problems.push(`the latency over ${via} went from ${before} to ${after} ms`);
  }
  if (slopeKb > slopeKbPerMinute) problems.push(`the page over ${via} keeps more and more`);
  return problems;
}

function lengths(stalls: readonly Standstill[]): string {
  return stalls.map(({ fromMs, untilMs }) => (untilMs - fromMs).toFixed(0)).join(' ');
}

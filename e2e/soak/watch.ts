/** Viewers who watch for long, over WebRTC and over HLS: stalls, latency, and what their pages keep. */
import { autoplay, launchChromium } from '../rig/chromium.ts';
import { packagingSettings, untilPackaged } from '../rig/packaging-test.ts';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import { LongViewer, type Watched } from './long-viewer.ts';

/** Latency at the end may differ from that at the start by this share. */
const latencyShare = 0.2;
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
    const all = await Promise.all(viewers.map((viewer) => viewer.watch(minutes * 60_000)));
    return all.flatMap(judge);
  } finally {
    await browser.close();
    await server.stop();
  }
}

function judge({ via, stallsMs, latencyMs, heapKb, slopeKb, nodes }: Watched): string[] {
  const [before, after] = latencyMs;
  console.log(
    `${via}: ${stallsMs.length} stalls${stallsMs.map((ms) => ` ${ms.toFixed(0)}`).join('')}, latency ${before} to ${after} ms, ` +
      `heap ${heapKb.join(' to ')} kB, ${slopeKb.toFixed(1)} kB a minute, ${nodes.join(' to ')} nodes`,
  );
  const problems: string[] = [];
  if (stallsMs.length > 0) problems.push(`${via} stalled ${stallsMs.length} times`);
  if (Math.abs(after - before) > before * latencyShare) {
    problems.push(`the latency over ${via} went from ${before} to ${after} ms`);
  }
  if (slopeKb > slopeKbPerMinute) problems.push(`the page over ${via} keeps more and more`);
  return problems;
}

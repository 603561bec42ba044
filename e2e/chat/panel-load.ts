import type { Browser } from '@playwright/test';
import { ChatPanel } from '../pages/chat-panel.ts';
import { WatchPage } from '../pages/watch-page.ts';
import { lasting } from '../rig/lasting.ts';
import type { ServerUnderTest } from '../rig/server-under-test.ts';
import { Chatter } from './chatter.ts';

export type PanelLoad = {
  /** Frames that the page painted a second. */
  readonly fps: number;
  /** Messages a second that came to it. */
  readonly messagesPerS: number;
  /** Elements of the document when it began and when it ended. */
  readonly elements: readonly [before: number, after: number];
};

/** Each may say five in two seconds. */
const perSpeaker = 2;
const measuredMs = 10_000;
/** What comes before is not counted: the list fills, and the page is compiled. */
const warmUpMs = 3_000;

/** Has many speak, and counts what the page of a viewer paints meanwhile. */
export async function measurePanel(
  server: ServerUnderTest,
  { viewing, perSecond }: { readonly viewing: Browser; readonly perSecond: number },
): Promise<PanelLoad> {
  const context = await viewing.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const speakers = Array.from(
    { length: perSecond / perSpeaker },
    () => new Chatter(server.url, server.channel),
  );
  const stop = new AbortController();
  try {
    await new WatchPage(page).open(server.channel);
    await new ChatPanel(page).expectJoined();
    await Promise.all(speakers.map(({ joined }) => joined));
    const said = speakers.map((speaker) => speak(speaker, stop.signal));
    await page.waitForTimeout(warmUpMs);
    const messages = (): number => speakers[0]?.taken.length ?? 0;
    const before = { messages: messages(), elements: await page.locator('*').count() };
    const frames = await page.evaluate(countFrames, measuredMs);
    const after = { messages: messages(), elements: await page.locator('*').count() };
    stop.abort();
    await Promise.all(said);
    return {
      fps: frames / (measuredMs / 1_000),
      messagesPerS: (after.messages - before.messages) / (measuredMs / 1_000),
      elements: [before.elements, after.elements],
    };
  } finally {
    for (const speaker of speakers) speaker.close();
    await context.close();
  }
}

async function speak(speaker: Chatter, stop: AbortSignal): Promise<void> {
  // Not all at once.
  await lasting((Math.random() * 1_000) / perSpeaker);
  while (!stop.aborted) {
    const paused = lasting(1_000 / perSpeaker);
    await speaker.say('Something that is about as long as what people say beside a picture');
    await paused;
  }
}

/** Runs in the page. */
function countFrames(ms: number): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now();
    let frames = 0;
    const frame = (): void => {
      frames += 1;
      if (performance.now() - began < ms) requestAnimationFrame(frame);
      else resolve(frames);
    };
    requestAnimationFrame(frame);
  });
}

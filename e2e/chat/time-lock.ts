import { type Browser, expect, type Page } from '@playwright/test';
import { standardRecipe, timeCodeBlocks, timeCodeHeightRatio } from '@tallylight/synthetic';
import { ChatPanel } from '../pages/chat-panel.ts';
import { WatchPage } from '../pages/watch-page.ts';
import { readClipCode, type SeenClipFrame } from '../rig/clip-code.ts';
import type { ServerUnderTest } from '../rig/server-under-test.ts';

/** The synthetic publisher's time code and clip. */
const code = { blocks: timeCodeBlocks, heightRatio: timeCodeHeightRatio };
const { durationMs, frameRate } = standardRecipe;
const clipFrames = (durationMs / 1_000) * frameRate;

/** What a page shows of the chat, and when: the text of each message when it first comes into sight. */
type Appearances = Readonly<Record<string, number>>;

/**
 * Has a viewer over WebRTC say something again and again, and reads from the time code in the pictures what another one,
 * over HLS, saw when it was shown to them.
 *
 * @param count how many messages
 * @returns how far from the frame that its sender saw each was shown, in ms: before it where negative
 */
export async function measureTimeLock(
  server: ServerUnderTest,
  { viewing, count }: { readonly viewing: Browser; readonly count: number },
): Promise<readonly number[]> {
  await using _publisher = await server.publish({ layers: 2 });
  // Two people: one browser's pages are one person.
  const contexts = [
    await viewing.newContext({ baseURL: server.url }),
    await viewing.newContext({ baseURL: server.url }),
  ] as const;
  try {
    const far = await arrive(await contexts[1].newPage(), server.channel, 'hls');
    const near = await arrive(await contexts[0].newPage(), server.channel);
    const errors: number[] = [];
    for (let said = 0; said < count; said += 1) {
      const text = `message ${said}.`;
      await near.say(text);
      const saw = await frameAt(near, text);
      errors.push(msBetween(saw, await frameAt(far, text)));
    }
    return errors;
  } finally {
    for (const context of contexts) await context.close();
  }
}

async function arrive(page: Page, channel: string, via?: 'hls'): Promise<ChatPanel> {
  const watch = new WatchPage(page);
  await watch.open(channel, via);
  await watch.expectState('live', 30_000);
  const chat = new ChatPanel(page);
  await chat.expectJoined();
  await page.evaluate(readClipCode, code);
  await page.evaluate(noteAppearances);
  await expect.poll(async () => (await framesSeen(page)).length).toBeGreaterThan(30);
  return chat;
}

/** The number of the frame that was seen when a message came into sight. */
async function frameAt(chat: ChatPanel, text: string): Promise<number> {
  await chat.message(text).waitFor({ timeout: 15_000 });
  const appearances = await chat.page.evaluate(
    () => (window as unknown as { appearances: Appearances }).appearances,
  );
  const atMs = appearances[text] ?? Number.NEGATIVE_INFINITY;
  const frame = (await framesSeen(chat.page)).findLast((one) => one.atMs <= atMs);
  if (frame === undefined) throw new Error(`"${text}" was shown before any picture`);
  return frame.frame;
}

function framesSeen(page: Page): Promise<readonly SeenClipFrame[]> {
  return page.evaluate(
    () => (window as unknown as { seenClipFrames: SeenClipFrame[] }).seenClipFrames,
  );
}

/** The clip begins again: of two ways round it is the shorter. */
function msBetween(before: number, after: number): number {
  const frames = ((after - before + clipFrames * 1.5) % clipFrames) - clipFrames / 2;
  return Math.round((frames * 1_000) / frameRate);
}

/** Runs in the page. */
function noteAppearances(): void {
  const appearances: Record<string, number> = {};
  Object.assign(window, { appearances });
  const look = (): void => {
    for (const message of document.querySelectorAll('.message-text')) {
      const text = /message \d+\.$/.exec(message.textContent)?.[0];
      if (text !== undefined) appearances[text] ??= performance.timeOrigin + performance.now();
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}

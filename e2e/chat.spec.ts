import { expect, type Page } from '@playwright/test';
import { Chatter } from './chat/chatter.ts';
import { ChatPanel } from './pages/chat-panel.ts';
import { WatchPage } from './pages/watch-page.ts';
import { collectErrors, test } from './rig/test.ts';

/** A viewer of their own, as another person has one. */
async function arrive(page: Page, channel: string): Promise<ChatPanel> {
  await new WatchPage(page).open(channel);
  const chat = new ChatPanel(page);
  await chat.expectJoined();
  return chat;
}

test('viewers talk, before anybody is on air', async ({ server, browser }) => {
  const options = { baseURL: server.url };
  const annas = await browser.newContext(options);
  const bens = await browser.newContext(options);
  const anna = await arrive(await annas.newPage(), server.channel);
  const ben = await arrive(await bens.newPage(), server.channel);
  const errors = collectErrors(anna.page);

  await test.step('each sees what the other says, and who said it', async () => {
    // Letters that are the player's keys elsewhere.
    await anna.field.pressSequentially('Hello?');
    await anna.field.press('Enter');
    await expect(anna.page.getByRole('dialog')).toHaveCount(0);
    await expect(ben.message('Hello?')).toBeVisible();
    await expect(anna.message('Hello?')).toHaveAttribute('data-mine', 'true');
    await expect(ben.message('Hello?')).toHaveAttribute('data-mine', 'false');
  });
  await test.step('under a name and in a colour', async () => {
    await anna.me.click();
    const dialog = anna.page.getByRole('dialog', { name: 'How you appear' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Anna');
    await dialog.getByRole('radio', { name: 'Colour 5' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(anna.me).toContainText('Anna');
    await anna.say('It is me');
    await expect(ben.message('It is me')).toContainText('Anna');
  });
  await test.step('a name that is taken is said to be, and stays to be changed', async () => {
    await ben.me.click();
    const dialog = ben.page.getByRole('dialog', { name: 'How you appear' });
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.fill('\u0410nna');
    await name.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('somebody else');
    await name.fill('Ben');
    await name.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(ben.me).toContainText('Ben');
  });
  await test.step('answers say what they answer', async () => {
    await ben.message('It is me').hover();
    await ben.message('It is me').getByRole('button', { name: 'Answer Anna' }).click();
    await expect(ben.field).toBeFocused();
    await ben.say('Who else?');
    await expect(anna.message('Who else?')).toContainText('Answering Anna: It is me');
  });
  await test.step('what is taken away is gone for all, and comes back', async () => {
    await ben.message('Who else?').hover();
    await ben.message('Who else?').getByRole('button', { name: 'Remove' }).click();
    await expect(anna.message('Message removed')).toBeVisible();
    await expect(anna.message('Who else?')).toHaveCount(0);
    await ben.message('Message removed').hover();
    await ben.message('Message removed').getByRole('button', { name: 'Put back' }).click();
    await expect(anna.message('Who else?')).toBeVisible();
  });
  await test.step('whoever comes back is the same, and finds what they were writing', async () => {
    await anna.field.fill('Not sent yet');
    await anna.page.reload();
    await anna.expectJoined();
    await expect(anna.me).toContainText('Anna');
    await expect(anna.field).toHaveValue('Not sent yet');
    await expect(anna.message('Hello?')).toHaveAttribute('data-mine', 'true');
  });
  await test.step('reactions rise over the picture of all, and are gone again', async () => {
    const rising = ben.page.locator('.reaction-layer span');
    await anna.panel.getByRole('button', { name: 'Heart' }).click();
    await expect(anna.page.locator('.reaction-layer span')).toHaveText('❤️');
    await expect(rising).toHaveText('❤️');
    await expect(rising).toHaveCount(0);
  });
  await test.step('hidden it stays hidden', async () => {
    await anna.hide.click();
    await expect(anna.panel).toBeHidden();
    await anna.page.reload();
    await expect(anna.show).toBeVisible();
    await expect(anna.panel).toBeHidden();
    await anna.show.click();
    await anna.expectJoined();
  });
  // That nobody is on air Chromium takes for an error.
  expect(errors.filter((error) => !error.includes('/whep/'))).toEqual([]);
  await annas.close();
  await bens.close();
});

test('what is said is text, whatever it looks like', async ({ server, page }) => {
  const chat = await arrive(page, server.channel);
  const said = [
    '<img src=x onerror="document.title=1">',
    'javascript:alert(1) and data:text/html,<b>x</b>',
    'see https://example.com/a?b=c#d now',
    '{{constructor.constructor("return 1")()}}',
  ];
  for (const text of said) await chat.say(text);
  for (const text of said) await expect(chat.message(text)).toBeVisible();
  await expect(chat.messages.locator('img, b, script')).toHaveCount(0);
  const links = chat.messages.getByRole('link');
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute('href', 'https://example.com/a?b=c#d');
  await expect(links).toHaveAttribute('rel', 'noopener noreferrer nofollow ugc');
  await expect(links).toHaveAttribute('target', '_blank');
});

test('what is too long is said to be, and what is too fast can be sent again', async ({
  server,
  page,
}) => {
  const chat = await arrive(page, server.channel);
  await chat.field.fill('x'.repeat(501));
  await expect(chat.panel).toContainText('1 characters too many');
  await expect(chat.send).toBeDisabled();
  await chat.field.fill('');
  const refused = chat.panel
    .getByRole('alert')
    .filter({ hasText: 'At most 5 messages in 2 seconds' });
  let said = 0;
  await expect(async () => {
    for (let n = 0; n < 8; n += 1) {
      said += 1;
      await chat.say(`quick ${said}.`);
    }
    await expect(refused.first()).toBeVisible({ timeout: 500 });
  }).toPass();
  // Perhaps it is too soon yet: then it says so again.
  await expect(async () => {
    const again = chat.panel.getByRole('button', { name: 'Send again' });
    if ((await again.count()) > 0) await again.first().click();
    await expect(chat.message(`quick ${said}.`)).toBeVisible({ timeout: 500 });
    await expect(again).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
});

test('what is written while the server is away goes out when it is back, once', async ({
  server,
  page,
}) => {
  const chat = await arrive(page, server.channel);
  await chat.say('before');
  await expect(chat.message('before')).toBeVisible();
  await page.context().setOffline(true);
  // Who is offline in Chromium keeps the sockets that are open: the server ends them.
  const back = server.restart();
  await expect(chat.panel).toHaveAttribute('data-chat', 'away');
  await chat.say('meanwhile');
  await expect(chat.panel).toContainText('Sending');
  await back;
  await page.context().setOffline(false);
  await chat.expectJoined();
  await expect(chat.message('meanwhile')).toBeVisible();
  await expect(chat.panel).not.toContainText('Sending');
  expect((await chat.texts()).filter((text) => text.includes('meanwhile'))).toHaveLength(1);
});

test('who reads back stays where they are, and is told of what is new', async ({
  server,
  page,
}) => {
  const speakers = Array.from({ length: 12 }, () => new Chatter(server.url, server.channel));
  for (const speaker of speakers) {
    for (let n = 0; n < 5; n += 1) await speaker.say(`line ${n} of somebody`);
  }
  const chat = await arrive(page, server.channel);
  await expect(chat.newest).toBeHidden();
  await chat.panel.getByRole('log').hover();
  await page.mouse.wheel(0, -600);
  await expect(chat.newest).toHaveText('Go to the newest');
  const [top] = await chat.texts();
  for (const speaker of speakers) await speaker.say('something new');
  await expect(chat.newest).toHaveText('12 new messages');
  expect((await chat.texts())[0]).toBe(top);
  await chat.newest.click();
  await expect(chat.newest).toBeHidden();
  await expect(chat.message('something new').last()).toBeInViewport();
  await Promise.all(speakers.map((speaker) => speaker.say('something new, all at once')));
  await expect(chat.message('all at once').last()).toBeInViewport();
  await expect(chat.newest).toBeHidden();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(chat.newest).toBeHidden();
  await expect(chat.message('something new').last()).toBeInViewport();
  for (const speaker of speakers) speaker.close();
});

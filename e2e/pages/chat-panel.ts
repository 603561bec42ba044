import { expect, type Locator, type Page } from '@playwright/test';

/** The chat of a page, as somebody uses it. */
export class ChatPanel {
  readonly page: Page;
  readonly panel: Locator;
  readonly messages: Locator;
  readonly field: Locator;
  readonly send: Locator;
  readonly me: Locator;
  readonly hide: Locator;
  readonly show: Locator;
  readonly newest: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('region', { name: 'Chat' });
    this.messages = this.panel.getByRole('article');
    this.field = this.panel.getByRole('textbox', { name: 'Message' });
    this.send = this.panel.getByRole('button', { name: 'Send', exact: true });
    this.me = this.panel.getByRole('button', { name: /Change your name/ });
    this.hide = this.panel.getByRole('button', { name: 'Hide chat' });
    this.show = page.getByRole('button', { name: 'Show chat' });
    this.newest = this.panel.getByRole('button', { name: /new message|Go to the newest/ });
  }

  async expectJoined(): Promise<void> {
    await expect(this.panel).toHaveAttribute('data-chat', 'joined', { timeout: 15_000 });
  }

  /** Types a message and sends it by the keyboard. */
  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  /** What is in sight, from the top. */
  async texts(): Promise<string[]> {
    return this.messages.locator('.message-text').allTextContents();
  }
}

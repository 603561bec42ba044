import { expect, type Locator, type Page } from '@playwright/test';
import { pages } from '@tallylight/contract';

export type StudioPageState = 'idle' | 'ready' | 'starting' | 'on-air' | 'reconnecting' | 'ended';

/** The studio as a person uses it: by what is written on its controls. */
export class StudioPage {
  readonly page: Page;
  readonly main: Locator;
  readonly useDevices: Locator;
  readonly goLiveButton: Locator;
  readonly goLiveAgain: Locator;
  readonly endButton: Locator;
  readonly endDialog: Locator;
  readonly camera: Locator;
  readonly microphone: Locator;
  readonly level: Locator;
  readonly muteMicrophone: Locator;
  readonly cameraOff: Locator;
  readonly watchLink: Locator;
  readonly copyLink: Locator;
  readonly elapsed: Locator;
  readonly preview: Locator;
  readonly tryAgain: Locator;
  readonly takeOverDialog: Locator;
  readonly health: Locator;
  readonly titleField: Locator;
  readonly startField: Locator;
  readonly details: Locator;
  readonly troubles: Locator;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole('main');
    this.useDevices = page.getByRole('button', { name: 'Use camera and microphone' });
    this.goLiveButton = page.getByRole('button', { name: 'Go live', exact: true });
    this.goLiveAgain = page.getByRole('button', { name: 'Go live again' });
    this.endDialog = page.getByRole('dialog', { name: 'End the broadcast?' });
    this.endButton = this.main.getByRole('button', { name: 'End broadcast' });
    this.camera = page.getByRole('combobox', { name: 'Camera' });
    this.microphone = page.getByRole('combobox', { name: 'Microphone' });
    this.level = page.getByRole('meter', { name: 'Microphone level' });
    this.muteMicrophone = page.getByRole('button', { name: 'Mute microphone' });
    this.cameraOff = page.getByRole('button', { name: 'Turn camera off' });
    this.watchLink = page.getByRole('textbox', { name: 'Link for viewers' });
    this.copyLink = page.getByRole('button', { name: 'Copy link' });
    this.elapsed = page.getByRole('timer', { name: 'Time on air' });
    this.preview = page.getByLabel('Preview of your camera, mirrored');
    this.takeOverDialog = page.getByRole('dialog', { name: 'Take over from the other one?' });
    this.health = page.getByRole('region', { name: 'Health' });
    this.details = page.getByRole('region', { name: 'About the broadcast' });
    this.titleField = page.getByRole('textbox', { name: 'Title' });
    this.startField = page.getByLabel('Start (optional)');
    this.troubles = page.getByRole('region', { name: 'Some viewers have trouble' });
    this.tryAgain = page.getByRole('button', { name: 'Try again' });
  }

  /** Opens the studio by its link; without a key, as somebody who has none. */
  async open(channel: string, key: string | null): Promise<void> {
    await this.page.goto(pages.studio(channel) + (key === null ? '' : `#key=${key}`));
  }

  async expectState(state: StudioPageState, timeoutMs = 15_000): Promise<void> {
    await expect(this.main).toHaveAttribute('data-state', state, { timeout: timeoutMs });
  }

  /** Takes camera and microphone, unless the browser had allowed them before. */
  async getReady(): Promise<void> {
    await this.useDevices.or(this.goLiveButton).first().waitFor();
    if (
      (await this.main.getAttribute('data-state')) === 'idle' &&
      (await this.useDevices.isVisible())
    )
      await this.useDevices.click();
    await this.expectState('ready');
  }

  /** Opens the studio, takes camera and microphone, and goes live. */
  async goOnAir(channel: string, key: string): Promise<void> {
    await this.open(channel, key);
    await this.getReady();
    await this.goLive();
  }

  /** On air, confirmed by the server. */
  async goLive(): Promise<void> {
    await this.goLiveButton.click();
    await this.expectState('on-air');
  }

  async end(): Promise<void> {
    await this.endButton.click();
    await this.endDialog.getByRole('button', { name: 'End broadcast' }).click();
    await this.expectState('ended');
  }
}
